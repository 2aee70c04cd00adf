import { Option } from 'commander';

export const deviceOption = (): Option =>
  new Option('--device <device>', 'where to compute: webgpu needs the optional package "webgpu" and a Vulkan, Metal or D3D12 driver')
    .choices(['auto', 'webgpu', 'wasm'])
    .default('auto');
