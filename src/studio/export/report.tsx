import type { ExportResult, ModelSummary } from '../../core/engine/types';
import type { Bytes } from '../../core/units';
import { formatBytes, formatCount, formatMeasure } from '../format';
import { Facts } from '../ui/facts';
import { ShareBar } from '../ui/share-bar';
import { sizeBars } from './sizes';
import { text } from '../text';

interface ReportProps {
  readonly result: ExportResult;
  readonly model: ModelSummary;
  readonly compressedBytes: Bytes | null;
  /** The settings have been changed since. */
  readonly isOfOtherPlan: boolean;
}

export function Report({ result, model, compressedBytes, isOfOtherPlan }: ReportProps) {
  const { exporting } = text;
  const { facts } = exporting;
  const { report, fileName } = result;
  const agrees = report.zeros === report.zerosInFile;
  const bars = sizeBars(report, model, compressedBytes);
  const largest = Math.max(...bars.map(({ size }) => size ?? 0));
  return (
    <section className="report" aria-label={exporting.report}>
      <p className={agrees ? 'verdict good' : 'verdict bad'}>{agrees ? exporting.agrees(fileName) : exporting.disagrees(fileName)}</p>
      {isOfOtherPlan && <p className="help">{exporting.ofOtherPlan}</p>}
      <Facts
        facts={[
          { label: facts.planned, value: formatCount(report.zeros) },
          { label: facts.inFile, value: formatCount(report.zerosInFile) },
          { label: facts.masked, value: formatCount(report.weightsMasked) },
          { label: facts.difference, value: formatMeasure(report.maxEmbeddingDifference) },
          { label: facts.zip, value: formatBytes(report.zipBytes) },
        ]}
      />
      <ul className="sizes" aria-label={exporting.sizesLabel}>
        {bars.map(({ label, note, size }) => (
          <li key={label}>
            <span>{label}</span>
            <ShareBar share={size === null || largest === 0 ? 0 : size / largest} />
            <span className="numeric">{size === null ? exporting.measuring : formatBytes(size)}</span>
            <small>{note}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
