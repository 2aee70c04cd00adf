import { GapruneError } from '../errors';

/** The browser refused to keep a file: no room, or no storage at all. The run stays in memory. */
export class SessionStorageError extends GapruneError {
  readonly code = 'SESSION_STORAGE';
}

/** A session is not there any more, or its files are damaged; the place is its id or the file. */
export class SessionNotFoundError extends GapruneError {
  readonly code = 'SESSION_NOT_FOUND';
}
