import { GapruneError } from '../errors';

/** Runs do not make one analysis together; the place is the run. */
export class ShardMismatchError extends GapruneError {
  readonly code = 'SHARD_MISMATCH';
}
