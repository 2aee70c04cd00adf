import { GapruneError } from '../errors';

/** A model gives numbers that are not finite, so that nothing can be compared. */
export class EmbeddingsNotFiniteError extends GapruneError {
  readonly code = 'EMBEDDINGS_NOT_FINITE';
  constructor() {
    super('The model gives embeddings that are not finite numbers.');
  }
}

/** Records to measure with were used to choose what is pruned; the place is the file. */
export class CalibrationLeakError extends GapruneError {
  readonly code = 'CALIBRATION_LEAK';
}
