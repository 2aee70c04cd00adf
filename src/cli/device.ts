import { Option } from 'commander';
import type { DeviceChoice } from '../core/engine/types';
import type { Device } from '../core/runtime/device';
import { createNodeDevice } from '../core/runtime/node';

export const deviceOption = (): Option =>
  new Option('--device <device>', 'where to compute: webgpu needs the optional package "webgpu" and a Vulkan, Metal or D3D12 driver')
    .choices(['auto', 'webgpu', 'wasm'])
    .default('auto');

/** The device asked for. `auto` takes WebGPU where it works, and wasm otherwise. */
export async function openDevice(choice: DeviceChoice): Promise<Device> {
  if (choice !== 'auto') return createNodeDevice(choice);
  try {
    return await createNodeDevice('webgpu');
  } catch {
    return createNodeDevice('wasm');
  }
}
