import { GapruneError } from '../errors';

/** What was written names no model of the hub; the place is the text. */
export class InvalidHubReferenceError extends GapruneError {
  readonly code = 'INVALID_HUB_REFERENCE';
}

/** The hub has no such model, revision or file, or does not show it without a token. */
export class HubMissingError extends GapruneError {
  readonly code = 'HUB_MISSING';
}

/** The model's owner wants to be asked first. */
export class HubGatedError extends GapruneError {
  readonly code = 'HUB_GATED';
}

/** The token is not valid, or does not reach so far. */
export class HubTokenError extends GapruneError {
  readonly code = 'HUB_TOKEN';
}

/** The hub cannot be reached, or the connection was cut again and again. What has arrived is kept. */
export class HubOfflineError extends GapruneError {
  readonly code = 'HUB_OFFLINE';
}

/** A file is not the one that the hub lists. It was thrown away. */
export class HubDamagedError extends GapruneError {
  readonly code = 'HUB_DAMAGED';
}

/** The hub answers in a way that this program does not know. */
export class HubAnswerError extends GapruneError {
  readonly code = 'HUB_ANSWER';
}

/** The browser has no room for the model. */
export class HubStorageError extends GapruneError {
  readonly code = 'HUB_STORAGE';
}
