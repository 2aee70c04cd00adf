import { GapruneError } from '../errors';

/** A pruned file that was read back is not what was written. It is not handed out. */
export class ExportVerificationError extends GapruneError {
  readonly code = 'EXPORT_VERIFICATION';
}
