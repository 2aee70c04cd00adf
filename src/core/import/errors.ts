import { GapruneError } from '../errors';

/** Statistics that another program measured cannot be used; the place is the file, or the array. */
export class InvalidStatisticsError extends GapruneError {
  readonly code = 'INVALID_STATISTICS';
}
