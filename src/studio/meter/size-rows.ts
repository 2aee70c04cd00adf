import type { ModelSummary } from '../../core/engine/types';
import type { MeasuredSizes } from '../../core/engine/tuning-types';
import { bytes, type Bytes } from '../../core/units';

/** One state of the model: what it takes on disk, and compressed. Null while it is being measured. */
export interface SizeRow {
  readonly key: 'original' | 'pruned' | 'structural';
  readonly dense: Bytes;
  readonly compressed: Bytes | null;
}

const bytesPerWeight = (precision: string): number => (precision.includes('16') ? 2 : 4);

/**
 * The model as it is, with its zeros, and as it would be if as many weights went with whole rows, columns or heads. The last is computed: the
 * bytes of those weights are gone from the file, and what is left is taken to compress as the unpruned model does.
 */
export function sizeRows(model: ModelSummary, zeros: number, sizes: MeasuredSizes | null): readonly SizeRow[] {
  const dense = sizes?.original.dense ?? model.sizeBytes;
  const structural = Math.max(0, dense - zeros * bytesPerWeight(model.precision));
  const scaled = sizes === null ? null : bytes(Math.round((sizes.original.compressed * structural) / dense));
  return [
    { key: 'original', dense, compressed: sizes?.original.compressed ?? null },
    { key: 'pruned', dense, compressed: sizes?.pruned.compressed ?? null },
    { key: 'structural', dense: bytes(structural), compressed: scaled },
  ];
}
