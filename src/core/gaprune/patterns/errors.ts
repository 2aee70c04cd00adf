import { GapruneError } from '../../errors';

/** A filter by name that cannot be read; the place is where in the pattern. */
export class InvalidPatternError extends GapruneError {
  readonly code = 'INVALID_PATTERN';
}
