import { transferHandlers, type TransferHandler } from 'comlink';
import { reportError, type ErrorReport } from '../src/core/errors';

/** An error of the worker, rebuilt on the page. */
export class ReportedError extends Error {
  constructor(readonly report: ErrorReport) {
    super(report.message);
    this.name = 'ReportedError';
  }
}

/** What comlink hands over when a call has thrown. */
interface Thrown {
  readonly value: unknown;
}

/**
 * Makes errors cross the worker boundary as {@link ErrorReport}s instead of name, message and stack. Both sides call it
 * once, before their first call.
 */
export function installErrorTransfer(): void {
  const builtIn = transferHandlers.get('throw');
  if (builtIn === undefined) throw new Error('comlink has no handler named "throw"');
  const handler: TransferHandler<Thrown, ErrorReport> = {
    canHandle: (value): value is Thrown => builtIn.canHandle(value),
    serialize: ({ value }) => [reportError(value), []],
    deserialize: (report) => {
      throw new ReportedError(report);
    },
  };
  transferHandlers.set('throw', handler);
}
