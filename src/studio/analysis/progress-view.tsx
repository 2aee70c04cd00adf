import type { AnalysisPhase, AnalysisProgress } from '../../core/engine/types';
import { formatBytes, formatCount, formatDuration, formatMeasure, formatShare } from '../format';
import type { AnalysisStatus } from '../stores/analysis-store';
import { text } from '../text';
import { Facts } from '../ui/facts';
import { Progress } from '../ui/progress';
import { shareDone } from './fields';
import { useDeviceName } from './device-name';

function Phases({ names, current }: { readonly names: readonly AnalysisPhase[]; readonly current: AnalysisPhase }) {
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

/** Told to those who listen: the phase, and every tenth of the way. */
function Announcement({ phase, share }: { readonly phase: AnalysisPhase; readonly share: number }) {
  const tenth = formatShare(Math.floor(share * 10) / 10, 0);
  return (
    <p className="visually-hidden" role="status">
      {text.analysis.announce(text.analysis.phases[phase], tenth)}
    </p>
  );
}

interface ProgressViewProps {
  readonly progress: AnalysisProgress | null;
  readonly status: AnalysisStatus;
}

export function ProgressView({ progress, status }: ProgressViewProps) {
  const device = useDeviceName();
  const { analysis, common } = text;
  const state = status === 'cancelling' ? analysis.cancelling : status === 'paused' ? analysis.paused : null;
  if (progress === null) return <Progress label={state ?? analysis.starting} share={null} />;
  const { done, total, samplesPerSecond, remainingMs, loss, phase, phases, deviceBytes } = progress;
  const share = shareDone(progress);
  const { facts } = analysis;
  return (
    <>
      <Phases names={phases} current={phase} />
      <Progress label={state ?? analysis.phases[phase]} share={share} text={formatShare(share)} />
      <Announcement phase={phase} share={share} />
      <Facts
        facts={[
          { label: facts.samples, value: facts.samplesOf(formatCount(done), formatCount(total)) },
          { label: facts.rate, value: samplesPerSecond > 0 ? formatMeasure(samplesPerSecond) : common.unknown },
          { label: facts.left, value: remainingMs === null ? common.unknown : formatDuration(remainingMs) },
          { label: facts.loss, value: loss === null ? common.unknown : formatMeasure(loss), term: 'infonce' },
          { label: facts.device, value: device },
          { label: facts.memory, value: formatBytes(deviceBytes), title: facts.memoryHelp },
        ]}
      />
    </>
  );
}
