import type { AnalysisProgress } from '../core/engine/types';

const WIDTH = 28;
const LABELS = {
  sample: 'choosing records',
  prepare: 'preparing',
  check: 'checking the device',
  together: 'Fisher and alignment',
  'fisher-general': 'Fisher, general',
  'fisher-domain': 'Fisher, domain',
  alignment: 'alignment',
  finish: 'finishing',
} as const;

/** A share of some work as a bar on standard error; nothing where that is no terminal, with `--quiet` or with `--json`. */
export function shareBar(label: string, { quiet, json }: { readonly quiet?: boolean; readonly json?: boolean }): (share: number) => void {
  if (quiet === true || json === true || !process.stderr.isTTY) return () => undefined;
  return (share) => {
    const filled = Math.round(WIDTH * share);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    process.stderr.write(`\r\u001b[K${bar} ${Math.round(100 * share)} %  ${label}${share >= 1 ? '\n' : ''}`);
  };
}

/** A progress bar on standard error; nothing where that is no terminal, or with `--quiet`. */
export function progressBar(quiet: boolean): (progress: AnalysisProgress) => void {
  if (quiet || !process.stderr.isTTY) return () => undefined;
  return ({ phase, done, total, samplesPerSecond, remainingMs }) => {
    const filled = total === 0 ? WIDTH : Math.round((WIDTH * done) / total);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    const left = remainingMs === null ? '' : `, ${Math.ceil(remainingMs / 1000)} s left`;
    const line = `${bar} ${done}/${total} samples  ${LABELS[phase]}  ${samplesPerSecond.toFixed(1)}/s${left}`;
    process.stderr.write(`\r\u001b[K${line}${phase === 'finish' ? '\n' : ''}`);
  };
}
