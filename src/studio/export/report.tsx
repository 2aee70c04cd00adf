import { formatBytes, formatCount, formatMeasure } from '../format';
import type { ExportResult } from '../../core/engine/types';
import { text } from '../text';
import { Facts } from '../ui/facts';

interface ReportProps {
  readonly result: ExportResult;
  /** The settings have been changed since. */
  readonly isOfOtherSettings: boolean;
}

const { exporting: words } = text;

const differenceOf = ({ maxEmbeddingDifference: difference }: ExportResult['report']): string =>
  difference === null ? words.notCompared : formatMeasure(difference);

/** What was checked of the file that was handed out, and its hashes. */
export function Report({ result, isOfOtherSettings }: ReportProps) {
  const { report, fileName } = result;
  const agrees = report.zeros === report.zerosInFile;
  return (
    <section className="report" aria-label={words.report}>
      <p className={agrees ? 'verdict good' : 'verdict bad'}>{agrees ? words.agrees(fileName) : words.disagrees(fileName)}</p>
      {isOfOtherSettings && <p className="help">{words.ofOtherSettings}</p>}
      <Facts
        facts={[
          { label: words.facts.planned, value: formatCount(report.zeros) },
          { label: words.facts.inFile, value: formatCount(report.zerosInFile) },
          { label: words.facts.masked, value: formatCount(report.weightsMasked) },
          { label: words.facts.difference, value: differenceOf(report) },
          { label: words.facts.download, value: formatBytes(report.downloadBytes) },
        ]}
      />
      <dl className="hashes" aria-label={words.hashes}>
        {report.outputs.map(({ path, bytes, sha256 }) => (
          <div key={path}>
            <dt>
              {path}, {formatBytes(bytes)}
            </dt>
            <dd>
              <code>{sha256}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
