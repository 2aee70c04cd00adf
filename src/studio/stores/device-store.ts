import { create } from 'zustand';
import type { DeviceProbe } from '../../core/engine/types';
import { engine } from '../engine';

interface DeviceState {
  /** Name of the WebGPU adapter, or null without one; undefined until it is known. */
  readonly webgpu: string | null | undefined;
  readonly threads: number | undefined;
  /** What `auto` takes. */
  readonly automatic: DeviceProbe['automatic'];
  readonly probe: () => Promise<void>;
}

export const useDevice = create<DeviceState>()((set) => ({
  webgpu: undefined,
  threads: undefined,
  automatic: 'wasm',
  probe: async () => {
    try {
      set(await engine().probe());
    } catch {
      // A worker that cannot even be asked says why at the first thing it is asked to open.
      set({ webgpu: null, threads: 1, automatic: 'wasm' });
    }
  },
}));
