import { GapruneError } from '../core/errors';

/** A path on the command line cannot be used. The place is the path as it was given. */
export class PathError extends GapruneError {
  readonly code = 'PATH';
}
