import { createSHA256 } from 'hash-wasm';
import { z } from 'zod';
import type { AnalysisState, PassResult } from '../analysis/state';
import { float32Values, readSafetensors } from '../export/safetensors-reader';
import { writeSafetensors } from '../export/safetensors-writer';
import { RuntimeError } from '../runtime/errors';

const HASH_BYTES = 32;

/** JSON has no NaN; what is not finite is written as null. */
const figure = z
  .number()
  .nullable()
  .transform((x) => x ?? NaN);
const losses = z.array(z.object({ loss: figure, samples: z.int(), counted: z.boolean() }));
const counted = z.object({
  position: z.int().min(0),
  samplesGeneral: z.int().min(0),
  samplesDomain: z.int().min(0),
  pairs: z.int().min(0),
  losses: z.object({ fisherGeneral: losses, fisherDomain: losses, alignmentGeneral: losses, alignmentDomain: losses }),
});

const QUANTITIES = ['fisherGeneral', 'fisherDomain', 'gradGeneral', 'gradDomain'] as const;
const finishedPasses = z.array(
  z.object({
    counts: counted,
    tensors: z.array(
      z.object({
        ...{ name: z.string(), shape: z.array(z.int()) },
        ...{ tensorAlignment: figure, conflictRate: figure, comparedPairs: z.int() },
      }),
    ),
  }),
);

const leftOut = z.array(
  z.object({ set: z.enum(['general', 'domain']), records: z.array(z.int().min(0)), step: z.int().min(0).nullable() }),
);
const written = z.object({ known: z.int().min(0), counts: counted, leftOut, finished: finishedPasses });

export interface Checkpoint {
  /** Counts up with every checkpoint: of two whole ones the later is taken. */
  readonly generation: number;
  /** What the work is: model, data, settings, device and program, as a hash. */
  readonly key: string;
  readonly state: AnalysisState;
}

/** A SHA-256 of all that follows, then a safetensors file: sums and statistics as arrays, all else as metadata. */
export async function writeCheckpoint({ generation, key, state }: Checkpoint): Promise<Uint8Array[]> {
  const { known, finished, sums } = state;
  const arrays = [...sums.arrays, ...finished.flatMap(arraysOf)].map(([name, data]) => ({ name, shape: [data.length], data }));
  const { counts, leftOut } = sums;
  const metadata = {
    key,
    generation: String(generation),
    state: JSON.stringify({ known, counts, leftOut, finished: finished.map(figuresOf) }),
  };
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
  const { known, counts, leftOut, finished } = written.parse(JSON.parse(metadata.get('state') ?? ''));
  const state = {
    known,
    finished: finished.map((pass, index) => ({
      counts: pass.counts,
      tensors: pass.tensors.map((tensor) => ({ ...tensor, ...take(arrays, index, tensor.name) })),
    })),
    sums: { counts, leftOut, arrays },
  };
  return { generation: Number(metadata.get('generation')), key: metadata.get('key') ?? '', state };
}

/** Everything of a pass but its arrays. */
function figuresOf({ counts, tensors }: PassResult) {
  return {
    counts,
    tensors: tensors.map(({ name, shape, tensorAlignment, conflictRate, comparedPairs }) => ({
      ...{ name, shape, tensorAlignment, conflictRate, comparedPairs },
    })),
  };
}

const arrayName = (pass: number, quantity: string, tensor: string): string => `finished/${pass}/${quantity}/${tensor}`;

function arraysOf({ tensors }: PassResult, pass: number): [string, Float32Array][] {
  return tensors.flatMap((tensor) =>
    QUANTITIES.map((quantity): [string, Float32Array] => [arrayName(pass, quantity, tensor.name), tensor[quantity]]),
  );
}

/** The four arrays of a tensor, taken out of all. */
function take(arrays: Map<string, Float32Array>, pass: number, tensor: string) {
  const one = (quantity: (typeof QUANTITIES)[number]): Float32Array => {
    const name = arrayName(pass, quantity, tensor);
    const array = arrays.get(name);
    if (array === undefined) throw new RuntimeError('A checkpoint lacks an array.', name);
    arrays.delete(name);
    return array;
  };
  return {
    ...{ fisherGeneral: one('fisherGeneral'), fisherDomain: one('fisherDomain') },
    ...{ gradGeneral: one('gradGeneral'), gradDomain: one('gradDomain') },
  };
}

async function hashOf(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const hash = await createSHA256();
  hash.init();
  for (const part of parts) hash.update(part);
  return hash.digest('binary');
}
