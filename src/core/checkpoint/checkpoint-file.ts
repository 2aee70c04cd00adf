import { createSHA256 } from 'hash-wasm';
import { z } from 'zod';
import { float32Values, readSafetensors } from '../export/safetensors-reader';
import { writeSafetensors } from '../export/safetensors-writer';

const HASH_BYTES = 32;

/** How the state of some kind of work becomes arrays, and figures that JSON can hold. */
export interface StateFormat<State> {
  readonly arrays: (state: State) => readonly (readonly [name: string, data: Float32Array])[];
  readonly figures: (state: State) => unknown;
  /** @throws for anything that is no such state */
  readonly read: (arrays: Map<string, Float32Array>, figures: unknown) => State;
}

/** A figure of a state. JSON has no NaN and no infinity: what is not finite is written as null, and read as `otherwise`. */
export const figure = (otherwise = NaN) =>
  z
    .number()
    .nullable()
    .transform((x) => x ?? otherwise);

export interface Checkpoint<State> {
  /** Counts up with every checkpoint: of two whole ones the later is taken. */
  readonly generation: number;
  /** What the work is: model, data, settings, device and program, as a hash. */
  readonly key: string;
  readonly state: State;
}

/** A SHA-256 of all that follows, then a safetensors file: the state's arrays, and all else as metadata. */
export async function writeCheckpoint<State>(format: StateFormat<State>, checkpoint: Checkpoint<State>): Promise<Uint8Array[]> {
  const { generation, key, state } = checkpoint;
  const arrays = format.arrays(state).map(([name, data]) => ({ name, shape: [data.length], data }));
  const metadata = { key, generation: String(generation), state: JSON.stringify(format.figures(state)) };
  const body = writeSafetensors(arrays, new Map(Object.entries(metadata)));
  return [await hashOf(body), ...body];
}

/** Null for anything that is not a whole checkpoint: a torn write, another file. */
export async function readCheckpoint<State>(format: StateFormat<State>, file: Uint8Array): Promise<Checkpoint<State> | null> {
  const body = file.slice(HASH_BYTES);
  const hash = await hashOf([body]);
  if (file.length <= HASH_BYTES || hash.some((byte, i) => byte !== file[i])) return null;
  const { metadata, tensors } = readSafetensors(body);
  const arrays = new Map([...tensors].map(([name, array]) => [name, float32Values(array) ?? new Float32Array()]));
  const state = format.read(arrays, JSON.parse(metadata.get('state') ?? ''));
  return { generation: Number(metadata.get('generation')), key: metadata.get('key') ?? '', state };
}

async function hashOf(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const hash = await createSHA256();
  hash.init();
  for (const part of parts) hash.update(part);
  return hash.digest('binary');
}
