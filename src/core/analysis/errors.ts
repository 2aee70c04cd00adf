import { GapruneError } from '../errors';

/** Not one micro-batch of a pass could be used. */
export class NoUsableBatchError extends GapruneError {
  readonly code = 'NO_USABLE_BATCH';
}

/** Settings that this model or these data cannot be analysed with. */
export class InvalidSettingsError extends GapruneError {
  readonly code = 'INVALID_SETTINGS';
}
