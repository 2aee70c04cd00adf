import { GapruneError } from '../errors';

/** Something was asked for before what it needs was there. */
export class EngineStateError extends GapruneError {
  readonly code = 'ENGINE_STATE';
}
