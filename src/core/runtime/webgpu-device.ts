import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { type Kernel, shaderModule } from '../kernels/kernel';
import type { Device, DeviceBuffer, Session, SessionInputs, SessionOptions, SessionOutputs } from './device';
import { DeviceLostError, DeviceMemoryError, NoWebGpuError, RuntimeError } from './errors';
import type { OrtRuntime } from './ort';
import { UniformRing } from './uniform-ring';
import { floatData, hostTensorOf, messageOf } from './wasm-device';

/** Milliseconds that news of a loss may take after the failure that it caused. */
const NEWS_MS = 200;

/** onnxruntime binds whole buffers in units of 16 bytes. */
const ALIGNMENT = 16;
const byteLength = (elements: number): number => Math.max(ALIGNMENT, Math.ceil((elements * 4) / ALIGNMENT) * ALIGNMENT);
/** Reads up to this size, those of every micro-batch, share staging buffers. */
const SMALL_READ = 16_384;
/** The label of our own submissions, which share the queue with onnxruntime's. */
export const COMMANDS_LABEL = 'gaprune';

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
  readonly limits: { readonly bindingBytes: number };
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly uniforms: UniformRing;
  private readonly live = new Set<GPUBuffer>();
  private readonly staging: GPUBuffer[] = [];
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  /** Buffers that commands which are not submitted yet work on. */
  private readonly awaited = new Set<GPUBuffer>();
  private failure: Error | null = null;

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly device: GPUDevice,
    name: string,
  ) {
    this.name = `WebGPU, ${name}`;
    const { maxStorageBufferBindingSize, maxBufferSize } = device.limits;
    this.limits = { bindingBytes: Math.min(maxStorageBufferBindingSize, maxBufferSize) };
    this.uniforms = new UniformRing(device);
    this.live.add(this.uniforms.buffer);
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
      this.destroyBuffer(buffer);
      throw new DeviceMemoryError(`The graphics device cannot hold another ${(size * 4) / 2 ** 20} MiB.`, error.message);
    }
    return new GpuBuffer(buffer, size);
  }

  async upload(data: Float32Array | Uint32Array): Promise<DeviceBuffer> {
    const buffer = await this.allocate(data.length);
    this.write(buffer, data);
    return buffer;
  }

  write(buffer: DeviceBuffer, data: Float32Array | Uint32Array | Int32Array, at = 0): void {
    const target = gpuBufferOf(buffer);
    if (this.awaited.has(target)) this.flush();
    this.device.queue.writeBuffer(target, at * 4, data.buffer, data.byteOffset, data.byteLength);
  }

  get allocatedBytes(): number {
    return [...this.live].reduce((sum, { size }) => sum + size, 0);
  }

  borrow(data: Float32Array): Promise<DeviceBuffer> {
    return this.upload(data);
  }

  clear(buffer: DeviceBuffer): void {
    this.commands().clearBuffer(gpuBufferOf(buffer));
    this.awaited.add(gpuBufferOf(buffer));
  }

  async read(buffer: DeviceBuffer): Promise<Float32Array> {
    const [values = new Float32Array()] = await this.readAll([buffer]);
    return values;
  }

  async readAll(buffers: readonly DeviceBuffer[]): Promise<Float32Array[]> {
    const offsets: number[] = [];
    let length = 0;
    for (const { size } of buffers) {
      offsets.push(length);
      length += byteLength(size);
    }
    const small = length <= SMALL_READ;
    const staging =
      (small ? this.staging.pop() : undefined) ??
      this.createBuffer(small ? SMALL_READ : length, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    try {
      const commands = this.commands();
      buffers.forEach((buffer, i) => commands.copyBufferToBuffer(gpuBufferOf(buffer), 0, staging, offsets[i] ?? 0, buffer.size * 4));
      this.flush();
      await staging.mapAsync(GPUMapMode.READ, 0, length);
      this.check();
      const mapped = staging.getMappedRange(0, length);
      const values = buffers.map(({ size }, i) => new Float32Array(mapped, offsets[i], size).slice());
      staging.unmap();
      if (small) this.staging.push(staging);
      else this.destroyBuffer(staging);
      return values;
    } catch (cause) {
      this.destroyBuffer(staging);
      this.check();
      throw new DeviceLostError('Results could not be read from the graphics device.', messageOf(cause), { cause });
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
    if (this.uniforms.full) this.flush();
    const bound = kernel.bindings.map(({ name }) => gpuBufferOf(buffers[name]));
    const group = this.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [
        { binding: 0, resource: this.uniforms.place(kernel.uniforms.map((name) => uniforms[name])) },
        ...bound.map((buffer, index) => ({ binding: index + 1, resource: { buffer } })),
      ],
    });
    for (const buffer of bound) this.awaited.add(buffer);
    // One pass for all dispatches of a submission: WebGPU orders those that share a buffer.
    this.encoder ??= this.device.createCommandEncoder();
    this.pass ??= this.encoder.beginComputePass();
    this.pass.setPipeline(pipeline);
    this.pass.setBindGroup(0, group);
    this.pass.dispatchWorkgroups(kernel.workgroups(uniforms));
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

  /** For what is no dispatch. */
  private commands(): GPUCommandEncoder {
    this.pass?.end();
    this.pass = null;
    this.encoder ??= this.device.createCommandEncoder();
    return this.encoder;
  }

  /** Submit what has been asked for so far, in one submission. */
  private flush(): void {
    if (this.encoder === null) return;
    const commands = this.commands().finish({ label: COMMANDS_LABEL });
    this.encoder = null;
    this.awaited.clear();
    this.uniforms.write();
    this.device.queue.submit([commands]);
  }

  private pipeline(kernel: Kernel): GPUComputePipeline {
    const known = this.pipelines.get(kernel.name);
    if (known !== undefined) return known;
    const module = this.device.createShaderModule({ label: kernel.name, code: shaderModule(kernel) });
    const pipeline = this.device.createComputePipeline({ label: kernel.name, layout: 'auto', compute: { module, entryPoint: 'main' } });
    this.pipelines.set(kernel.name, pipeline);
    return pipeline;
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
    for (const [name, { type, buffer, shape }] of inputs.device) {
      feeds[name] = ort.Tensor.fromGpuBuffer(gpuBufferOf(buffer), { dataType: type, dims: shape });
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
