import { GapruneError } from '../errors';

/** A differentiation rule broke its promise: a gradient without the shape or type of its input. */
export class GradientRuleError extends GapruneError {
  readonly code = 'GRADIENT_RULE';
}

/** The loss does not depend on any of the weights asked for. */
export class NoGradientError extends GapruneError {
  readonly code = 'NO_GRADIENT';
}
