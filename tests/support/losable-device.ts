import type { Device } from '../../src/core/runtime/device';
import type { OrtRuntime } from '../../src/core/runtime/ort';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';

export interface LosableDevice {
  readonly device: Device;
  /** Submissions to its queue so far: ours and onnxruntime's. */
  submits(): number;
}

/** A WebGPU device that is lost for real, by `destroy()`, just before or just after the submission of the given number. */
export async function losableDevice(runtime: OrtRuntime, at: number): Promise<LosableDevice> {
  const { device, name } = await requestGpu(navigator.gpu);
  const submit = device.queue.submit.bind(device.queue);
  let count = 0;
  device.queue.submit = (commands) => {
    count += 1;
    if (count === at) device.destroy();
    submit(commands);
  };
  return { device: new WebGpuDevice(runtime, device, name), submits: () => count };
}
