import type { AnalysisPhase, AnalysisProgress } from '../../core/engine/types';
import { formatCount, formatDuration, formatMeasure, formatShare } from '../format';
import { Facts } from '../ui/facts';
import { Progress } from '../ui/progress';
import { shareDone } from './fields';
import { text } from '../text';

function Phases({ current }: { readonly current: AnalysisPhase }) {
  const names = Object.keys(text.analysis.phases) as AnalysisPhase[];
  const at = names.indexOf(current);
  return (
    <ol className="phases" aria-label={text.analysis.phasesLabel}>
      {names.map((phase, index) => (
        <li key={phase} className={index < at ? 'past' : ''} aria-current={phase === current ? 'step' : undefined}>
          {text.analysis.phases[phase]}
        </li>
      ))}
    </ol>
  );
}

export function ProgressView({ progress, cancelling }: { readonly progress: AnalysisProgress | null; readonly cancelling: boolean }) {
  if (progress === null) return <Progress label={cancelling ? text.analysis.cancelling : text.analysis.starting} share={null} />;
  const { done, total, samplesPerSecond, remainingMs, loss, phase } = progress;
  const share = shareDone(progress);
  const { facts } = text.analysis;
  return (
    <>
      <Phases current={phase} />
      <Progress label={cancelling ? text.analysis.cancelling : text.analysis.phases[phase]} share={share} text={formatShare(share)} />
      <Facts
        facts={[
          { label: facts.samples, value: facts.samplesOf(formatCount(done), formatCount(total)) },
          { label: facts.rate, value: samplesPerSecond > 0 ? formatMeasure(samplesPerSecond) : text.common.unknown },
          { label: facts.left, value: remainingMs === null ? text.common.unknown : formatDuration(remainingMs) },
          { label: facts.loss, value: loss === null ? text.common.unknown : formatMeasure(loss) },
        ]}
      />
    </>
  );
}
