import { reportError } from '../core/errors';
import { printable } from './printable';

/** One clear line on standard error; with `--json`, the same as data. */
export function reportFailure(error: unknown, asJson: boolean): void {
  const report = reportError(error);
  process.stderr.write(`${asJson ? JSON.stringify({ error: report }) : `gaprune: ${printable(onOneLine(report.message))}`}\n`);
}

/** Bad usage, as commander words it. */
export function reportUsage(text: string, asJson: boolean): void {
  const message = onOneLine(text.trim().replace(/^error: /, ''));
  process.stderr.write(`${asJson ? JSON.stringify({ error: { code: 'USAGE', message } }) : `gaprune: ${printable(message)}`}\n`);
}

/** The rows of a message that lists problems go after its first line, with semicolons. */
function onOneLine(message: string): string {
  const [first = '', ...rows] = message.split(/\s*\n\s*/);
  return rows.length === 0 ? first : `${first} ${rows.join('; ')}`;
}
