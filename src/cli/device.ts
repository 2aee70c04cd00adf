import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Option } from 'commander';
import type { Device } from '../core/runtime/device';
import { NoWebGpuError } from '../core/runtime/errors';
import { type NodeDeviceChoice, createNodeDevice, createProcessorDevice } from '../core/runtime/node';

export const deviceOption = (): Option =>
  new Option(
    '--device <device>',
    'where to compute: webgpu needs the optional package "webgpu" and a Vulkan, Metal or D3D12 driver, cpu the optional "onnxruntime-node"; ' +
      'auto takes the first of webgpu, cpu and wasm that is there, webgpu only on a graphics card',
  )
    .choices(['auto', 'webgpu', 'cpu', 'wasm'])
    .default('auto');

/** The device that was chosen. @throws NoWebGpuError, NoNativeRuntimeError when what is asked for is not there */
export async function openDevice(choice: NodeDeviceChoice): Promise<Device> {
  if (choice === 'wasm' || choice === 'cpu') return createNodeDevice(choice);
  const dawn = resolveDawn();
  if (dawn === null || hasAdapter(dawn)) return createNodeDevice(choice);
  if (choice === 'auto') return createProcessorDevice();
  throw new NoWebGpuError('WebGPU found no graphics adapter on this machine. Use --device wasm.');
}

function resolveDawn(): string | null {
  try {
    return createRequire(import.meta.url).resolve('webgpu');
  } catch {
    return null;
  }
}

/**
 * Whether Dawn finds an adapter, tried in a process of its own: where it does not, it writes warnings straight to the terminal,
 * and a broken driver would end the process.
 */
function hasAdapter(dawn: string): boolean {
  const probe =
    `const { create } = await import(${JSON.stringify(pathToFileURL(dawn).href)});` +
    'const gpu = create([]); process.exit((await gpu.requestAdapter()) ? 0 : 1);';
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', probe], { stdio: 'ignore', timeout: 30_000 });
  return status === 0;
}
