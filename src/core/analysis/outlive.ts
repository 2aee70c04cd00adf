import type { Device } from '../runtime/device';
import { DeviceLostError } from '../runtime/errors';
import type { Incident } from './incident';

/** Losses that a new device makes good. A browser gives a page no other one after the second crash, and asking again would never end. */
const RENEWALS = 1;

export interface Outlived<Result> {
  readonly result: Result;
  /** The name of the device that did the work. */
  readonly device: string;
}

/**
 * Work, such as an analysis, that outlives its device. One that is lost is replaced by a new one, and the work is done there from the start, so that the result is
 * the one of work that nothing happened to; after a second loss the processor does it.
 *
 * @param open gives a new device
 * @throws what the work throws, but for `DeviceLostError`
 */
export async function outliveDevice<Result, Choice extends string>(
  open: (choice: NoInfer<Choice> | 'wasm') => Promise<Device>,
  choice: Choice,
  work: (device: Device) => Promise<Result>,
  onIncident: (incident: Incident) => void = () => undefined,
): Promise<Outlived<Result>> {
  for (let losses = 0; ; losses++) {
    const device = await openAfter(losses, open, choice, onIncident);
    try {
      return { result: await work(device), device: device.name };
    } catch (error) {
      if (!(error instanceof DeviceLostError) || device.kind === 'wasm') throw error;
    } finally {
      device.destroy();
    }
  }
}

async function openAfter<Choice extends string>(
  losses: number,
  open: (choice: NoInfer<Choice> | 'wasm') => Promise<Device>,
  choice: Choice,
  onIncident: (incident: Incident) => void,
): Promise<Device> {
  if (losses === 0) return open(choice);
  const renewed = losses <= RENEWALS ? await open(choice).catch(() => null) : null;
  onIncident(renewed === null ? 'processor-instead' : 'device-renewed');
  return renewed ?? open('wasm');
}
