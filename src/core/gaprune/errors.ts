import { GapruneError } from '../errors';

/** An override that cannot be read, or that means nothing in this model. */
export class InvalidOverrideError extends GapruneError {
  readonly code = 'INVALID_OVERRIDE';
}

/** A weight was named that the model does not have, or that is never pruned. */
export class UnknownWeightError extends GapruneError {
  readonly code = 'UNKNOWN_WEIGHT';
  constructor(name: string) {
    super('The model has no weight of this name that can be pruned.', name);
  }
}

/** The overrides leave no way to prune as much, or as little, as the sparsity asks for. */
export class UnmetSparsityError extends GapruneError {
  readonly code = 'UNMET_SPARSITY';
}

/** A method takes statistics of the inputs of products, and they have not been measured; the place is the method. */
export class MissingInputsError extends GapruneError {
  readonly code = 'MISSING_INPUTS';
  constructor(label: string) {
    super(`${label} goes by the inputs of every product, which an analysis does not hold. Measure them first, from both data sets.`, label);
  }
}
