import { GapruneError } from '../errors';
import { type Deviation, TOLERANCE } from './deviations';

/** Not one micro-batch of a pass could be used. */
export class NoUsableBatchError extends GapruneError {
  readonly code = 'NO_USABLE_BATCH';
}

/** Settings that this model or these data cannot be analysed with. */
export class InvalidSettingsError extends GapruneError {
  readonly code = 'INVALID_SETTINGS';
}

/** Weights that a report of a disagreement names. */
const NAMED = 5;

/** A device computes the first micro-batch otherwise than the processor does. */
export class DeviceDisagreementError extends GapruneError {
  readonly code = 'DEVICE_DISAGREES';

  /** @param beyond what differs too much, the largest first */
  constructor(device: string, reference: string, beyond: readonly Deviation[], weights: number) {
    const differing = new Set(beyond.map(({ weight }) => weight)).size;
    const named = beyond.slice(0, NAMED).map(({ weight, quantity, relative }) => `${weight} (${quantity}) by ${percent(relative)}`);
    super(
      `${device} computes the first micro-batch otherwise than ${reference}: ${differing} of ${weights} weights differ by more than ` +
        `${percent(TOLERANCE)}, most of all ${named.join(', ')}. The analysis was stopped before anything was counted. Choose the processor ` +
        '(wasm) as the device; a newer browser or graphics driver may compute rightly.',
    );
  }
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
