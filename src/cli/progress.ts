import type { AnalysisProgress } from '../core/engine/types';

const WIDTH = 28;
const LABELS = {
  prepare: 'preparing',
  'fisher-general': 'Fisher, general',
  'fisher-domain': 'Fisher, domain',
  alignment: 'alignment',
  finish: 'finishing',
} as const;

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
