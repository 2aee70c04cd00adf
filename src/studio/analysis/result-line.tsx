import type { AnalysisSummary } from '../../core/engine/types';
import { formatDuration, formatMeasure, formatNumberOf } from '../format';
import { Facts } from '../ui/facts';
import { text } from '../text';

export function ResultLine({ summary }: { readonly summary: AnalysisSummary }) {
  const { result } = text.analysis;
  const { device, elapsedMs, tensors, skipped, meanLossGeneral, meanLossDomain } = summary;
  return (
    <div className="result" role="status" aria-label={result.label}>
      <Facts
        facts={[
          { label: result.device, value: device },
          { label: result.elapsed, value: formatDuration(elapsedMs) },
          { label: result.measured, value: formatNumberOf(tensors.length, result.tensor) },
          { label: result.lossGeneral, value: formatMeasure(meanLossGeneral) },
          { label: result.lossDomain, value: formatMeasure(meanLossDomain) },
          {
            label: result.skipped,
            value: skipped === 0 ? text.common.none : formatNumberOf(skipped, result.batch, result.batches),
            title: result.skippedHelp,
          },
        ]}
      />
    </div>
  );
}
