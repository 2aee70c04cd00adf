import type { AnalysisPhase, AnalysisProgress } from '../../core/engine/types';
import { formatCount, formatDuration, formatMeasure, formatShare } from '../format';
import { Facts } from '../ui/facts';
import { Progress } from '../ui/progress';
import { phases, shareDone } from './fields';

function Phases({ current }: { readonly current: AnalysisPhase }) {
  const names = Object.keys(phases) as AnalysisPhase[];
  const at = names.indexOf(current);
  return (
    <ol className="phases" aria-label="Phases">
      {names.map((phase, index) => (
        <li key={phase} className={index < at ? 'past' : ''} aria-current={phase === current ? 'step' : undefined}>
          {phases[phase]}
        </li>
      ))}
    </ol>
  );
}

export function ProgressView({ progress, cancelling }: { readonly progress: AnalysisProgress | null; readonly cancelling: boolean }) {
  if (progress === null) return <Progress label={cancelling ? 'Cancelling' : 'Starting'} share={null} />;
  const { done, total, samplesPerSecond, remainingMs, loss, phase } = progress;
  const share = shareDone(progress);
  return (
    <>
      <Phases current={phase} />
      <Progress label={cancelling ? 'Cancelling' : phases[phase]} share={share} text={formatShare(share)} />
      <Facts
        facts={[
          { label: 'Samples', value: `${formatCount(done)} of ${formatCount(total)}` },
          { label: 'Samples per second', value: samplesPerSecond > 0 ? formatMeasure(samplesPerSecond) : '–' },
          { label: 'Time left', value: remainingMs === null ? '–' : formatDuration(remainingMs) },
          { label: 'Loss', value: loss === null ? '–' : formatMeasure(loss) },
        ]}
      />
    </>
  );
}
