import { createSHA256 } from 'hash-wasm';
import { z } from 'zod';
import type { SumsState } from '../analysis/running-sums';
import { float32Values, readSafetensors } from '../export/safetensors-reader';
import { writeSafetensors } from '../export/safetensors-writer';

const HASH_BYTES = 32;

/** JSON has no NaN; a loss that is not finite is written as null. */
const losses = z.array(
  z.object({
    loss: z
      .number()
      .nullable()
      .transform((x) => x ?? NaN),
    samples: z.int(),
    counted: z.boolean(),
  }),
);
const counted = z.object({
  position: z.int().min(0),
  samplesGeneral: z.int().min(0),
  samplesDomain: z.int().min(0),
  pairs: z.int().min(0),
  losses: z.object({ fisherGeneral: losses, fisherDomain: losses, alignmentGeneral: losses, alignmentDomain: losses }),
});

export interface Checkpoint {
  /** Counts up with every checkpoint: of two whole ones the later is taken. */
  readonly generation: number;
  /** What the work is: model, data, settings, device and program, as a hash. */
  readonly key: string;
  readonly state: SumsState;
}

/** A SHA-256 of all that follows, then a safetensors file: the sums as arrays, the counts as metadata. */
export async function writeCheckpoint({ generation, key, state }: Checkpoint): Promise<Uint8Array[]> {
  const arrays = [...state.arrays].map(([name, data]) => ({ name, shape: [data.length], data }));
  const metadata = { key, generation: String(generation), counts: JSON.stringify(state.counts), broken: JSON.stringify(state.broken) };
  const body = writeSafetensors(arrays, new Map(Object.entries(metadata)));
  return [await hashOf(body), ...body];
}

/** Null for anything that is not a whole checkpoint: a torn write, another file. */
export async function readCheckpoint(file: Uint8Array): Promise<Checkpoint | null> {
  const body = file.slice(HASH_BYTES);
  const hash = await hashOf([body]);
  if (file.length <= HASH_BYTES || hash.some((byte, i) => byte !== file[i])) return null;
  const { metadata, tensors } = readSafetensors(body);
  const arrays = new Map([...tensors].map(([name, array]) => [name, float32Values(array) ?? new Float32Array()]));
  const state = {
    counts: counted.parse(JSON.parse(metadata.get('counts') ?? '')),
    broken: z.array(z.string()).parse(JSON.parse(metadata.get('broken') ?? '')),
    arrays,
  };
  return { generation: Number(metadata.get('generation')), key: metadata.get('key') ?? '', state };
}

async function hashOf(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const hash = await createSHA256();
  hash.init();
  for (const part of parts) hash.update(part);
  return hash.digest('binary');
}
