import { GapruneError } from '../errors';

/** The model has an operator on the way from weights to output that cannot be differentiated. */
export class UnsupportedOperatorError extends GapruneError {
  readonly code = 'UNSUPPORTED_OPERATOR';
}

/** The model is a kind of model the analysis does not take: no hidden states, unknown inputs, control flow. */
export class UnsupportedModelError extends GapruneError {
  readonly code = 'UNSUPPORTED_MODEL';
}

/** A file that the model needs was not given, or is not what it should be. */
export class ModelFileError extends GapruneError {
  readonly code = 'MODEL_FILE';
}
