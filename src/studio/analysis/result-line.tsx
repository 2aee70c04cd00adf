import type { AnalysisSummary } from '../../core/engine/types';
import { formatDuration, formatMeasure, formatNumberOf } from '../format';
import { Facts } from '../ui/facts';

export function ResultLine({ summary }: { readonly summary: AnalysisSummary }) {
  const { device, elapsedMs, tensors, skipped, meanLossGeneral, meanLossDomain } = summary;
  return (
    <div className="result" role="status" aria-label="Result of the analysis">
      <Facts
        facts={[
          { label: 'Analysed on', value: device },
          { label: 'Elapsed', value: formatDuration(elapsedMs) },
          { label: 'Weights measured', value: formatNumberOf(tensors.length, 'tensor') },
          { label: 'Mean loss, general', value: formatMeasure(meanLossGeneral) },
          { label: 'Mean loss, domain', value: formatMeasure(meanLossDomain) },
          {
            label: 'Skipped',
            value: skipped === 0 ? 'none' : formatNumberOf(skipped, 'batch', 'batches'),
            title: 'Batches whose loss or gradient was unusable',
          },
        ]}
      />
    </div>
  );
}
