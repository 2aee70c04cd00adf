import type { ExportResult, ModelSummary } from '../../core/engine/types';
import type { Bytes } from '../../core/units';
import { formatBytes, formatCount, formatMeasure } from '../format';
import { Facts } from '../ui/facts';
import { ShareBar } from '../ui/share-bar';
import { sizeBars } from './sizes';

interface ReportProps {
  readonly result: ExportResult;
  readonly model: ModelSummary;
  readonly compressedBytes: Bytes | null;
  /** The settings have been changed since. */
  readonly isOfOtherPlan: boolean;
}

export function Report({ result, model, compressedBytes, isOfOtherPlan }: ReportProps) {
  const { report, fileName } = result;
  const agrees = report.zeros === report.zerosInFile;
  const bars = sizeBars(report, model, compressedBytes);
  const largest = Math.max(...bars.map(({ size }) => size ?? 0));
  return (
    <section className="report" aria-label="Export report">
      <p className={agrees ? 'verdict good' : 'verdict bad'}>
        {agrees
          ? `${fileName}: the file was read back and holds exactly the zeros that were planned.`
          : `${fileName}: the file holds other zeros than planned. Do not use it.`}
      </p>
      {isOfOtherPlan && <p className="help">These figures are of the last export. The settings have changed since.</p>}
      <Facts
        facts={[
          { label: 'Zeros planned', value: formatCount(report.zeros) },
          { label: 'Zeros in the file', value: formatCount(report.zerosInFile) },
          { label: 'Weights masked', value: formatCount(report.weightsMasked) },
          { label: 'Largest embedding difference', value: formatMeasure(report.maxEmbeddingDifference) },
          { label: 'Zip', value: formatBytes(report.zipBytes) },
        ]}
      />
      <ul className="sizes" aria-label="Sizes">
        {bars.map(({ label, note, size }) => (
          <li key={label}>
            <span>{label}</span>
            <ShareBar share={size === null || largest === 0 ? 0 : size / largest} />
            <span className="numeric">{size === null ? 'measuring …' : formatBytes(size)}</span>
            <small>{note}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
