import { GapruneError } from '../errors';

/** The browser refused to keep a file: no room, or no storage at all. */
export class BrowserStorageError extends GapruneError {
  readonly code = 'BROWSER_STORAGE';

  /** @param cause what the browser said */
  static of(cause: unknown, place?: string): BrowserStorageError {
    if (cause instanceof BrowserStorageError) return cause;
    const full = cause instanceof DOMException && cause.name === 'QuotaExceededError';
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = full ? 'The browser has no room for this file.' : `The browser cannot keep this file: ${reason}`;
    return new BrowserStorageError(message, place, { cause });
  }
}

/** A file that was kept is not there any more. */
export class FileGoneError extends GapruneError {
  readonly code = 'FILE_GONE';
}
