import type { AnalysisProgress } from '../engine/types';
import type { Device } from '../runtime/device';
import { bytes } from '../units';
import type { SampleHooks } from './sample';

interface Hooks {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
}

/** The hooks of an analysis for its first phase, in which records are chosen. */
export function withSampling({ signal, onProgress }: Hooks, device: Device): SampleHooks {
  const nothing = { samplesPerSecond: 0, remainingMs: null, loss: null, layers: null, phases: ['sample'] } as const;
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (done, total) => onProgress?.({ phase: 'sample', done, total, ...nothing, deviceBytes: bytes(device.allocatedBytes) }),
  };
}
