import type { Tensor } from 'onnxruntime-web';
import type { Kernel } from '../kernels/kernel';
import type { Device, DeviceBuffer, DeviceInput, HostInput, Session, SessionInputs, SessionOptions, SessionOutputs } from './device';
import { RuntimeError } from './errors';
import type { OrtRuntime } from './ort';

/** A buffer in host memory. */
class HostBuffer implements DeviceBuffer {
  constructor(readonly data: Float32Array | Uint32Array) {}
  get size(): number {
    return this.data.length;
  }
}

function dataOf(buffer: DeviceBuffer): Float32Array | Uint32Array {
  if (!(buffer instanceof HostBuffer)) throw new RuntimeError('A buffer of another device was given to the wasm device.');
  return buffer.data;
}

function floatsOf(buffer: DeviceBuffer): Float32Array {
  const data = dataOf(buffer);
  return data instanceof Float32Array ? data : new Float32Array(data.buffer, data.byteOffset, data.length);
}

/** The wasm provider of onnxruntime-web, or the processor itself with onnxruntime-node, and the CPU twins of the kernels. */
export class WasmDevice implements Device {
  readonly kind = 'wasm';
  readonly name: string;
  /** A tensor lies in onnxruntime's heap of 4 GiB. */
  readonly limits = { bindingBytes: 2 ** 32 };
  allocatedBytes = 0;
  /** Buffers that count; memory itself is the garbage collector's. */
  private readonly live = new WeakSet<HostBuffer>();

  constructor(
    private readonly runtime: OrtRuntime,
    private readonly threads: number,
    private readonly provider: 'wasm' | 'cpu' = 'wasm',
  ) {
    this.name = `${provider}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  }

  allocate(size: number): Promise<DeviceBuffer> {
    return Promise.resolve(this.keep(new HostBuffer(new Float32Array(size))));
  }

  upload(data: Float32Array | Uint32Array): Promise<DeviceBuffer> {
    return Promise.resolve(this.keep(new HostBuffer(data.slice())));
  }

  borrow(data: Float32Array): Promise<DeviceBuffer> {
    return Promise.resolve(new HostBuffer(data));
  }

  write(buffer: DeviceBuffer, data: Float32Array | Uint32Array | Int32Array, at = 0): void {
    // As bits: a buffer made for indices may have been allocated as floats.
    const target = dataOf(buffer);
    new Uint32Array(target.buffer, target.byteOffset, target.length).set(new Uint32Array(data.buffer, data.byteOffset, data.length), at);
  }

  clear(buffer: DeviceBuffer): void {
    dataOf(buffer).fill(0);
  }

  read(buffer: DeviceBuffer): Promise<Float32Array> {
    return Promise.resolve(floatsOf(buffer).slice());
  }

  readAll(buffers: readonly DeviceBuffer[]): Promise<Float32Array[]> {
    return Promise.all(buffers.map((buffer) => this.read(buffer)));
  }

  free(buffer: DeviceBuffer): void {
    if (buffer instanceof HostBuffer && this.live.delete(buffer)) this.allocatedBytes -= buffer.data.byteLength;
  }

  private keep(buffer: HostBuffer): HostBuffer {
    this.live.add(buffer);
    this.allocatedBytes += buffer.data.byteLength;
    return buffer;
  }

  dispatch<F extends string, I extends string, U extends string>(
    kernel: Kernel<F, I, U>,
    buffers: Readonly<Record<F | I, DeviceBuffer>>,
    uniforms: Readonly<Record<U, number>>,
  ): void {
    const entries = kernel.bindings.map(({ name, type }) => [name, type, buffers[name]] as const);
    const floats = Object.fromEntries(entries.filter(([, type]) => type !== 'u32').map(([name, , buffer]) => [name, floatsOf(buffer)]));
    const indices = Object.fromEntries(
      entries
        .filter(([, type]) => type === 'u32')
        .map(([name, , buffer]) => [name, new Uint32Array(dataOf(buffer).buffer, dataOf(buffer).byteOffset, buffer.size)]),
    );
    // The names come from the kernel's own bindings, so every F and I is there.
    kernel.cpu(floats as Record<F, Float32Array>, indices as Record<I, Uint32Array>, uniforms);
  }

  async createSession(model: Uint8Array, options: SessionOptions): Promise<Session> {
    const { ort } = this.runtime;
    const session = await this.runtime
      .exclusive(() =>
        ort.InferenceSession.create(model, {
          executionProviders: [this.provider],
          // wasm has its threads from the environment.
          ...(this.provider === 'cpu' ? { intraOpNumThreads: this.threads } : {}),
          logSeverityLevel: 3,
          ...externalDataOf(options),
        }),
      )
      .catch((cause: unknown) => {
        throw new RuntimeError('onnxruntime refused the generated graph.', messageOf(cause), { cause });
      });
    return new WasmSession(this.runtime, session, options);
  }

  destroy(): void {
    // Nothing is held outside the garbage collector's reach.
  }
}

/** External data files as a session option. */
export function externalDataOf({ externalData }: SessionOptions): { externalData?: { path: string; data: Uint8Array }[] } {
  return externalData === undefined || externalData.size === 0
    ? {}
    : { externalData: [...externalData].map(([path, data]) => ({ path, data })) };
}

export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** A session input from the host as an onnxruntime tensor. */
export function hostTensorOf(ort: OrtRuntime['ort'], input: HostInput): Tensor {
  return new ort.Tensor(input.type, input.data, input.shape);
}

function deviceTensorOf(ort: OrtRuntime['ort'], { type, buffer, shape }: DeviceInput): Tensor {
  const floats = floatsOf(buffer);
  if (type === 'float32') return new ort.Tensor(type, floats, shape);
  return new ort.Tensor(type, new Int32Array(floats.buffer, floats.byteOffset, floats.length), shape);
}

class WasmSession implements Session {
  constructor(
    private readonly runtime: OrtRuntime,
    private readonly session: Awaited<ReturnType<OrtRuntime['ort']['InferenceSession']['create']>>,
    private readonly options: SessionOptions,
  ) {}

  async run(inputs: SessionInputs): Promise<SessionOutputs> {
    const { ort } = this.runtime;
    const feeds: Record<string, Tensor> = {};
    for (const [name, input] of inputs.host) feeds[name] = hostTensorOf(ort, input);
    for (const [name, input] of inputs.device) feeds[name] = deviceTensorOf(ort, input);
    const results = await this.runtime
      .exclusive(() => this.session.run(feeds))
      .catch((cause: unknown) => {
        throw new RuntimeError('onnxruntime failed to run the graph.', messageOf(cause), { cause });
      });
    return new WasmOutputs(new Map(Object.entries(results).map(([name, tensor]) => [name, floatData(tensor, name)])), this.options);
  }

  release(): Promise<void> {
    return this.runtime.exclusive(() => this.session.release());
  }
}

export function floatData(tensor: Tensor, name: string): Float32Array {
  const { data } = tensor;
  if (!(data instanceof Float32Array)) throw new RuntimeError('An output is not float32.', `output ${name}`);
  return data;
}

class WasmOutputs implements SessionOutputs {
  constructor(
    private readonly results: ReadonlyMap<string, Float32Array>,
    private readonly options: SessionOptions,
  ) {}

  buffer(name: string): DeviceBuffer {
    if (!this.options.deviceOutputs.includes(name)) throw new RuntimeError('This output is on the host.', `output ${name}`);
    return new HostBuffer(this.host(name));
  }

  host(name: string): Float32Array {
    const data = this.results.get(name);
    if (data === undefined) throw new RuntimeError('The graph has no such output.', `output ${name}`);
    return data;
  }

  release(): void {
    // Host memory is the garbage collector's.
  }
}
