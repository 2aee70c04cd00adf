import type { Kernel } from '../../src/core/kernels/kernel';
import type { DeviceBuffer, Session, SessionOptions } from '../../src/core/runtime/device';
import { createBrowserRuntime } from '../../src/core/runtime/browser';
import { WebGpuDevice, requestGpu } from '../../src/core/runtime/webgpu-device';

/** A device on which one thing is computed wrongly. */
export interface Fault {
  /** In the WGSL of the kernel of this name: what stands there, and what is to stand there. */
  readonly kernel?: readonly [name: string, from: string, to: string];
  /** In the gradient graph: the number of the output that comes out larger by a thousandth. */
  readonly output?: number;
}

/** x *= 1.001, on the device. */
const enlarge: Kernel<'values', never, 'size'> = {
  name: 'enlarge',
  uniforms: ['size'],
  bindings: [{ name: 'values', access: 'read_write', type: 'f32' }],
  source: `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < u.size; i += groups.x * 256u) { values[i] *= 1.001; }
}`,
  workgroups: () => 16,
  cpu: () => undefined,
};

class FaultyDevice extends WebGpuDevice {
  private fault: Fault = {};

  with(fault: Fault): this {
    this.fault = fault;
    return this;
  }

  override dispatch<F extends string, I extends string, U extends string>(
    kernel: Kernel<F, I, U>,
    buffers: Readonly<Record<F | I, DeviceBuffer>>,
    uniforms: Readonly<Record<U, number>>,
  ): void {
    const [name, from = '', to = ''] = this.fault.kernel ?? [];
    if (kernel.name !== name) {
      super.dispatch(kernel, buffers, uniforms);
      return;
    }
    if (!kernel.source.includes(from)) throw new Error(`${name} has no "${from}".`);
    super.dispatch({ ...kernel, source: kernel.source.replace(from, to) }, buffers, uniforms);
  }

  override async createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
    const session = await super.createSession(model, options);
    const { output } = this.fault;
    if (output === undefined) return session;
    const name = options.deviceOutputs[output] ?? '';
    return {
      run: async (inputs) => {
        const outputs = await session.run(inputs);
        const values = outputs.buffer(name);
        this.dispatch(enlarge, { values }, { size: values.size });
        return outputs;
      },
      release: () => session.release(),
    };
  }
}

const runtime = createBrowserRuntime();

/** A WebGPU device of this browser with a fault in it. */
export async function faultyDevice(fault: Fault): Promise<WebGpuDevice> {
  const { device, name } = await requestGpu(navigator.gpu);
  return new FaultyDevice(runtime, device, name).with(fault);
}

export { runtime as faultyRuntime };
