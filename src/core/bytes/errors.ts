import { GapruneError } from '../errors';

/** A file that is in use cannot be read any more: it was changed, moved or removed. The place is its name. */
export class FileReadError extends GapruneError {
  readonly code = 'FILE_READ';

  /** A file that was chosen, and is not what it was then. */
  static ofBlob(content: Blob, cause: unknown): FileReadError {
    const name = content instanceof File ? content.name : undefined;
    return new FileReadError('The file cannot be read any more: it was changed, moved or removed. Open it again.', name, { cause });
  }
}
