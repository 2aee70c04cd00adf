import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { type Kernel, shaderModule } from '../kernels/kernel';
import type { Device, DeviceBuffer, Session, SessionInputs, SessionOptions, SessionOutputs } from './device';
import { DeviceLostError, DeviceMemoryError, NoWebGpuError, RuntimeError } from './errors';
import type { OrtRuntime } from './ort';
import { floatData, hostTensorOf, messageOf } from './wasm-device';

/** Milliseconds that news of a loss may take after the failure that it caused. */
const NEWS_MS = 200;

/** onnxruntime binds whole buffers in units of 16 bytes. */
const ALIGNMENT = 16;
const byteLength = (elements: number): number => Math.max(ALIGNMENT, Math.ceil((elements * 4) / ALIGNMENT) * ALIGNMENT);

class GpuBuffer implements DeviceBuffer {
  constructor(
    readonly buffer: GPUBuffer,
    readonly size: number,
  ) {}
}

function gpuBufferOf(buffer: DeviceBuffer): GPUBuffer {
  if (!(buffer instanceof GpuBuffer)) throw new RuntimeError('A buffer of another device was given to the WebGPU device.');
  return buffer.buffer;
}

/** A device of ours, by the name people know it. `software`: a fallback adapter, slower than wasm. */
export interface OpenGpu {
  readonly device: GPUDevice;
  readonly name: string;
  readonly software: boolean;
}

/** Ask for an adapter and a device with all the adapter can give: WebGPU's default limits are too small for an embedding table. */
export async function requestGpu(gpu: GPU | undefined): Promise<OpenGpu> {
  if (gpu === undefined)
    throw new NoWebGpuError('This browser has no WebGPU. Use a current Chrome, Edge, Firefox or Safari, or choose wasm as the device.');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new NoWebGpuError('WebGPU found no graphics adapter. Choose wasm as the device.');
  const { limits } = adapter;
  const device = await adapter.requestDevice({
    requiredLimits: {
      maxBufferSize: limits.maxBufferSize,
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxStorageBuffersPerShaderStage: limits.maxStorageBuffersPerShaderStage,
      maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
      maxComputeWorkgroupSizeY: limits.maxComputeWorkgroupSizeY,
      maxComputeWorkgroupSizeZ: limits.maxComputeWorkgroupSizeZ,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
    requiredFeatures: [...adapter.features].filter((feature) => feature === 'subgroups' || feature === 'shader-f16'),
  });
  const { description, vendor, architecture } = adapter.info;
  const software = adapter.info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(`${description} ${architecture}`);
  return { device, software, name: description || [vendor, architecture].filter((part) => part !== '').join(' ') || 'GPU' };
}

/** onnxruntime-web's native WebGPU provider and our kernels, on one `GPUDevice` of our own. */
export class WebGpuDevice implements Device {
  readonly kind = 'webgpu';
  readonly name: string;
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly uniforms = new Map<string, GPUBuffer>();
  private readonly live = new Set<GPUBuffer>();
  private encoder: GPUCommandEncoder | null = null;
  private failure: Error | null = null;

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly device: GPUDevice,
    name: string,
  ) {
    this.name = `WebGPU, ${name}`;
    void device.lost.then((info) => {
      this.failure = new DeviceLostError(
        'The graphics device was lost. Start the analysis again, or choose wasm.',
        info.message || info.reason,
      );
    });
    device.addEventListener('uncapturederror', (event) => {
      this.failure ??= new RuntimeError('The graphics device refused an operation.', event.error.message);
    });
  }

  async allocate(size: number): Promise<DeviceBuffer> {
    this.device.pushErrorScope('out-of-memory');
    this.device.pushErrorScope('validation');
    const buffer = this.createBuffer(byteLength(size), GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST);
    // A graphics process that is gone does not answer these.
    const scopes = Promise.all([this.device.popErrorScope(), this.device.popErrorScope()]);
    const [invalid, outOfMemory] = await scopes.catch(async (cause: unknown) => {
      throw await this.explain('The graphics device cannot make a buffer.', cause);
    });
    this.check();
    const error = outOfMemory ?? invalid;
    if (error !== null) {
      throw new DeviceMemoryError(`The graphics device cannot hold another ${(size * 4) / 2 ** 20} MiB.`, error.message);
    }
    return new GpuBuffer(buffer, size);
  }

  async upload(data: Float32Array | Uint32Array): Promise<DeviceBuffer> {
    const buffer = await this.allocate(data.length);
    this.device.queue.writeBuffer(gpuBufferOf(buffer), 0, data.buffer, data.byteOffset, data.byteLength);
    return buffer;
  }

  get allocatedBytes(): number {
    return [...this.live].reduce((sum, { size }) => sum + size, 0);
  }

  borrow(data: Float32Array): Promise<DeviceBuffer> {
    return this.upload(data);
  }

  clear(buffer: DeviceBuffer): void {
    this.commands().clearBuffer(gpuBufferOf(buffer));
  }

  async read(buffer: DeviceBuffer): Promise<Float32Array> {
    const length = byteLength(buffer.size);
    const staging = this.createBuffer(length, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    try {
      this.commands().copyBufferToBuffer(gpuBufferOf(buffer), 0, staging, 0, Math.ceil(buffer.size) * 4);
      this.flush();
      await staging.mapAsync(GPUMapMode.READ);
      this.check();
      return new Float32Array(staging.getMappedRange(0, length)).slice(0, buffer.size);
    } catch (cause) {
      this.check();
      throw new DeviceLostError('Results could not be read from the graphics device.', messageOf(cause), { cause });
    } finally {
      this.destroyBuffer(staging);
    }
  }

  free(buffer: DeviceBuffer): void {
    this.flush();
    this.destroyBuffer(gpuBufferOf(buffer));
  }

  dispatch<F extends string, I extends string, U extends string>(
    kernel: Kernel<F, I, U>,
    buffers: Readonly<Record<F | I, DeviceBuffer>>,
    uniforms: Readonly<Record<U, number>>,
  ): void {
    const pipeline = this.pipeline(kernel);
    const entries = kernel.bindings.map(({ name }, index) => ({ binding: index + 1, resource: { buffer: gpuBufferOf(buffers[name]) } }));
    const values = kernel.uniforms.map((name) => uniforms[name]);
    const group = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: this.uniformBuffer(values) } }, ...entries],
    });
    const pass = this.commands().beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(kernel.workgroups(uniforms));
    pass.end();
  }

  async createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
    const { ort } = this.runtime;
    const location = Object.fromEntries(options.deviceOutputs.map((name) => [name, 'gpu-buffer' as const]));
    const session = await this.runtime
      .exclusive(() =>
        ort.InferenceSession.create(model, {
          // `simple` keeps freed buffers for the next run of the same shapes: no buffer is made after the second run.
          executionProviders: [{ name: 'webgpu', device: this.device, storageBufferCacheMode: 'simple' }],
          preferredOutputLocation: location,
          logSeverityLevel: 3,
          ...(options.refuseFallback === true ? { extra: { session: { disable_cpu_ep_fallback: '1' } } } : {}),
        }),
      )
      .catch(async (cause: unknown) => {
        throw await this.explain('onnxruntime refused the generated graph.', cause);
      });
    return new WebGpuSession(
      this.runtime,
      session,
      () => this.flush(),
      (cause) => this.explain('onnxruntime failed to run the graph.', cause),
    );
  }

  destroy(): void {
    for (const buffer of this.live) buffer.destroy();
    this.live.clear();
    this.device.destroy();
  }

  /** What failed because the device was lost is a loss of the device. */
  private async explain(message: string, cause: unknown): Promise<Error> {
    await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, NEWS_MS))]);
    return this.failure instanceof DeviceLostError ? this.failure : new RuntimeError(message, messageOf(cause), { cause });
  }

  private check(): void {
    if (this.failure !== null) throw this.failure;
  }

  private createBuffer(size: number, usage: number): GPUBuffer {
    const buffer = this.device.createBuffer({ size, usage });
    this.live.add(buffer);
    return buffer;
  }

  private destroyBuffer(buffer: GPUBuffer): void {
    this.live.delete(buffer);
    buffer.destroy();
  }

  private commands(): GPUCommandEncoder {
    this.encoder ??= this.device.createCommandEncoder();
    return this.encoder;
  }

  /** Submit what has been dispatched so far, in one submission. */
  private flush(): void {
    if (this.encoder === null) return;
    this.device.queue.submit([this.encoder.finish()]);
    this.encoder = null;
  }

  private pipeline(kernel: Kernel): GPUComputePipeline {
    const known = this.pipelines.get(kernel.name);
    if (known !== undefined) return known;
    const module = this.device.createShaderModule({ label: kernel.name, code: shaderModule(kernel) });
    const pipeline = this.device.createComputePipeline({ label: kernel.name, layout: 'auto', compute: { module, entryPoint: 'main' } });
    this.pipelines.set(kernel.name, pipeline);
    return pipeline;
  }

  /** Uniforms are few and repeat with every batch: one small buffer for each set of values, made once. */
  private uniformBuffer(values: readonly number[]): GPUBuffer {
    const key = values.join();
    const known = this.uniforms.get(key);
    if (known !== undefined) return known;
    const buffer = this.createBuffer(byteLength(values.length), GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
    this.device.queue.writeBuffer(buffer, 0, Uint32Array.from(values));
    this.uniforms.set(key, buffer);
    return buffer;
  }
}

class WebGpuSession implements Session {
  constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: InferenceSession,
    private readonly flush: () => void,
    private readonly explain: (cause: unknown) => Promise<Error>,
  ) {}

  async run(inputs: SessionInputs): Promise<SessionOutputs> {
    const { ort } = this.runtime;
    const feeds: Record<string, Tensor> = {};
    for (const [name, input] of inputs.host) feeds[name] = hostTensorOf(ort, input);
    for (const [name, { buffer, shape }] of inputs.device) {
      feeds[name] = ort.Tensor.fromGpuBuffer(gpuBufferOf(buffer), { dataType: 'float32', dims: shape });
    }
    // onnxruntime submits on the same queue: what we dispatched before must be in front of it.
    this.flush();
    const results = await this.runtime
      .exclusive(() => this.session.run(feeds))
      .catch(async (cause: unknown) => {
        throw await this.explain(cause);
      });
    return new WebGpuOutputs(new Map(Object.entries(results)), this.flush);
  }

  release(): Promise<void> {
    return this.runtime.exclusive(() => this.session.release());
  }
}

class WebGpuOutputs implements SessionOutputs {
  constructor(
    private readonly results: ReadonlyMap<string, Tensor>,
    private readonly flush: () => void,
  ) {}

  buffer(name: string): DeviceBuffer {
    const tensor = this.tensor(name);
    return new GpuBuffer(tensor.gpuBuffer, tensor.size);
  }

  host(name: string): Float32Array {
    return floatData(this.tensor(name), name);
  }

  /** onnxruntime reuses the memory: our commands that read it are submitted first. */
  release(): void {
    this.flush();
    for (const tensor of this.results.values()) tensor.dispose();
  }

  private tensor(name: string): Tensor {
    const tensor = this.results.get(name);
    if (tensor === undefined) throw new RuntimeError('The graph has no such output.', `output ${name}`);
    return tensor;
  }
}
