import { GapruneError } from '../errors';

/** There is no WebGPU here, or no adapter. */
export class NoWebGpuError extends GapruneError {
  readonly code = 'NO_WEBGPU';
}

/** The GPU was lost: unplugged, reset, or taken away by the browser. */
export class DeviceLostError extends GapruneError {
  readonly code = 'DEVICE_LOST';
}

/** The device has not enough memory. */
export class DeviceMemoryError extends GapruneError {
  readonly code = 'DEVICE_MEMORY';
}

/** onnxruntime refused a graph or failed to run it. */
export class RuntimeError extends GapruneError {
  readonly code = 'RUNTIME';
}

/** The optional package onnxruntime-node is not installed, or does not run on this machine. */
export class NoNativeRuntimeError extends GapruneError {
  readonly code = 'NO_NATIVE_RUNTIME';
  constructor(detail: string, options?: ErrorOptions) {
    super('--device cpu needs the optional package "onnxruntime-node", which does not run here. Use --device wasm.', detail, options);
  }
}
