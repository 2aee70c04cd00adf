import { z } from 'zod';
import { GapruneError } from '../errors';

/**
 * The safetensors container: 8 bytes of header length (little-endian), a JSON header, then the data of every tensor, without holes.
 * Source: the format section of https://github.com/huggingface/safetensors.
 */

/** Bytes per element of every element type this project reads or writes. */
export const ELEMENT_BYTES = {
  F64: 8,
  I64: 8,
  U64: 8,
  F32: 4,
  I32: 4,
  U32: 4,
  F16: 2,
  BF16: 2,
  I16: 2,
  U16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I8: 1,
  U8: 1,
  BOOL: 1,
} as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

/** The format's own bound on the header, which keeps a hostile length from being believed. */
export const MAX_HEADER_BYTES = 100_000_000;

const elementTypes = Object.keys(ELEMENT_BYTES) as [ElementType, ...ElementType[]];
const size = z.int().min(0);

/** What the header says of one tensor; offsets count from the first byte after the header. */
export const headerEntry = z.object({
  dtype: z.enum(elementTypes),
  shape: z.array(size).max(16),
  data_offsets: z.tuple([size, size]),
});
export type HeaderEntry = z.infer<typeof headerEntry>;

export const headerMetadata = z.record(z.string(), z.string());

/** The bytes are not a safetensors file; the place is the byte offset of what is wrong. */
export class InvalidSafetensorsError extends GapruneError {
  readonly code = 'INVALID_SAFETENSORS';
  constructor(problem: string, offset: number, options?: ErrorOptions) {
    super(`Not a valid safetensors file: ${problem}.`, `byte ${offset}`, options);
  }
}
