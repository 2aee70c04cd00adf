import type { Batch } from '../../src/core/data/batches';

/** Full rows of tokens that every BERT vocabulary has. */
export function madeUpBatch(rows: number, length: number, vocabulary = 1000): Batch {
  const size = rows * length;
  return {
    rows,
    length,
    inputIds: Int32Array.from({ length: size }, (_, i) => (i * 37 + Math.floor(i / length)) % vocabulary),
    attentionMask: new Int32Array(size).fill(1),
    tokenTypeIds: new Int32Array(size),
  };
}
