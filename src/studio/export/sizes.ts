import type { ExportReport, ModelSummary } from '../../core/engine/types';
import { bytes, type Bytes } from '../../core/units';
import { text } from '../text';

export interface SizeBar {
  readonly label: string;
  readonly note: string;
  /** Null while it is being measured. */
  readonly size: Bytes | null;
}

const bytesPerWeight = (precision: string): number => (precision.includes('16') ? 2 : 4);

/** The three sizes that belong side by side: as stored, as sent, and if the zeros could really be taken out. */
export function sizeBars(report: ExportReport, model: ModelSummary, compressed: Bytes | null): readonly SizeBar[] {
  const { sizes } = text.exporting;
  const structural = Math.max(0, report.modelBytes - report.zeros * bytesPerWeight(model.precision));
  return [
    { ...sizes.dense, size: report.modelBytes },
    { ...sizes.compressed, size: compressed },
    { ...sizes.structural, size: bytes(structural) },
  ];
}
