import { GapruneError } from '../errors';

/** A file that is in use cannot be read any more: it was changed, moved or removed. The place is its name. */
export class FileReadError extends GapruneError {
  readonly code = 'FILE_READ';
}
