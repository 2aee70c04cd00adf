import type { Device } from '../../src/core/runtime/device';
import type { OpenGpu } from '../../src/core/runtime/webgpu-device';

/** What a measured value has to be. */
export interface Target {
  readonly text: string;
  readonly isMet: (value: number) => boolean;
}

export const atMost = (bound: number, unit = ''): Target => ({ text: `≤ ${bound}${unit}`, isMet: (value) => value <= bound });
export const atLeast = (bound: number, unit = ''): Target => ({ text: `≥ ${bound}${unit}`, isMet: (value) => value >= bound });
/** A figure that nobody set a target for: it is there to be compared with itself. */
export const noTarget: Target = { text: 'none', isMet: () => true };

/** One row that a figure gives. `value` is null where it could not be measured here; the note says why, or on what it was measured. */
export interface Reading {
  readonly figure: string;
  readonly target: Target;
  readonly value: number | null;
  readonly unit: string;
  readonly note: string;
}

export interface Bench {
  readonly device: 'wasm' | 'webgpu';
  /** Root of the repository. */
  readonly root: string;
  /** How many times things are timed that are compared by their minima. */
  readonly samples: number;
  /** A new device of the chosen kind. */
  readonly open: () => Promise<Device>;
  /** WebGPU through Dawn with the device in sight; null without `--device webgpu`. */
  readonly gpu: () => Promise<{ readonly device: Device; readonly gpu: OpenGpu } | null>;
}

/** A thing that is measured, under the name that `--only` takes. */
export interface Figure {
  readonly name: string;
  readonly measure: (bench: Bench) => Promise<readonly Reading[]>;
}
