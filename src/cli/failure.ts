import { reportError } from '../core/errors';

/** One clear line on standard error; with `--json`, the same as data. */
export function reportFailure(error: unknown, asJson: boolean): void {
  const report = reportError(error);
  const line = asJson ? JSON.stringify({ error: report }) : `gaprune: ${report.message.replaceAll('\n', ' ')}`;
  process.stderr.write(`${line}\n`);
}
