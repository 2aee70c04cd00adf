import type { ExportReport, ModelSummary } from '../../core/engine/types';
import { bytes, type Bytes } from '../../core/units';

export interface SizeBar {
  readonly label: string;
  readonly note: string;
  /** Null while it is being measured. */
  readonly size: Bytes | null;
}

const bytesPerWeight = (precision: string): number => (precision.includes('16') ? 2 : 4);

/** The three sizes that belong side by side: as stored, as sent, and if the zeros could really be taken out. */
export function sizeBars(report: ExportReport, model: ModelSummary, compressed: Bytes | null): readonly SizeBar[] {
  const structural = Math.max(0, report.modelBytes - report.zeros * bytesPerWeight(model.precision));
  return [
    { label: 'Dense file', note: 'as it is on disk', size: report.modelBytes },
    { label: 'Compressed', note: 'the zip after gzip, measured', size: compressed },
    { label: 'Structural', note: 'if the zeros were whole rows, computed', size: bytes(structural) },
  ];
}
