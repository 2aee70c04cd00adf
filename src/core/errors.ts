/**
 * Base of every error this project raises on purpose.
 *
 * `code` is stable and machine-readable, `message` is one sentence a person can act on, and `place` says where
 * (a byte offset, a node, a record, a file), when there is such a place. Errors cross worker boundaries as these four fields.
 */
export abstract class GapruneError extends Error {
  abstract readonly code: string;
  readonly place: string | undefined;

  constructor(message: string, place?: string, options?: ErrorOptions) {
    super(place === undefined ? message : `${message} (${place})`, options);
    this.place = place;
    this.name = new.target.name;
  }
}

/** An error as plain data, for a worker boundary or a report. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly place?: string;
}

/** Turn anything thrown into a report; what is not ours keeps its message under the code `UNEXPECTED`. */
export function reportError(error: unknown): ErrorReport {
  if (error instanceof GapruneError) {
    return error.place === undefined
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, place: error.place };
  }
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
}

/** The person asked for the work to stop. */
export class CancelledError extends GapruneError {
  readonly code = 'CANCELLED';
  constructor() {
    super('The work was cancelled.');
  }
}

/** Throw {@link CancelledError} when `signal` has been aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new CancelledError();
}
