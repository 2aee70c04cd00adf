import type { Kernel } from '../kernels/kernel';

/** An array of 32-bit numbers that a device holds. Made, read and freed by its device alone. */
export interface DeviceBuffer {
  /** Number of elements. */
  readonly size: number;
}

/** A tensor fed to a session from the host. */
export interface HostInput {
  readonly type: 'float32' | 'int32' | 'int64' | 'bool';
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

/** A tensor fed to a session from the device's own memory. */
export interface DeviceInput {
  readonly type: 'float32' | 'int32';
  readonly shape: readonly number[];
  readonly buffer: DeviceBuffer;
}

export interface SessionInputs {
  readonly host: ReadonlyMap<string, HostInput>;
  readonly device: ReadonlyMap<string, DeviceInput>;
}

/** Results of one run. They are the session's: release them once they have been used. */
export interface SessionOutputs {
  /** An output left on the device. */
  buffer(name: string): DeviceBuffer;
  /** An output brought to the host. */
  host(name: string): Float32Array;
  release(): void;
}

export interface Session {
  run(inputs: SessionInputs): Promise<SessionOutputs>;
  release(): Promise<void>;
}

export interface SessionOptions {
  /** Outputs that stay on the device; all others come to the host. */
  readonly deviceOutputs: readonly string[];
  /** Refuse the model when a node would run outside the device (WebGPU: on the CPU). Default false. */
  readonly refuseFallback?: boolean;
  /** External data files of the model, by the name it gives them. */
  readonly externalData?: ReadonlyMap<string, Uint8Array>;
}

/**
 * Where the work is done: onnxruntime sessions and our own kernels over one memory. WebGPU in a browser or in Node, or wasm.
 * Kernels run in the order they are dispatched; `read` waits for them.
 */
export interface Device {
  readonly kind: 'webgpu' | 'wasm';
  /** What people know it by: the adapter, or the number of threads. */
  readonly name: string;
  /** Bytes of the buffers that are allocated and not freed. */
  readonly allocatedBytes: number;
  /** The most bytes of one buffer that a kernel or a session can use. */
  readonly limits: { readonly bindingBytes: number };
  /** Float32 zeros. @throws DeviceMemoryError */
  allocate(size: number): Promise<DeviceBuffer>;
  upload(data: Float32Array | Uint32Array): Promise<DeviceBuffer>;
  /** As {@link upload}, but a device in host memory reads the array where it lies: it must stay as it is, and is not to be written to. */
  borrow(data: Float32Array): Promise<DeviceBuffer>;
  /** Put other numbers into a buffer, from element `at` on: its start without it. */
  write(buffer: DeviceBuffer, data: Float32Array | Uint32Array | Int32Array, at?: number): void;
  clear(buffer: DeviceBuffer): void;
  /** @throws DeviceLostError */
  read(buffer: DeviceBuffer): Promise<Float32Array>;
  /** Several buffers in one go. @throws DeviceLostError */
  readAll(buffers: readonly DeviceBuffer[]): Promise<Float32Array[]>;
  free(buffer: DeviceBuffer): void;
  dispatch<F extends string, I extends string, U extends string>(
    kernel: Kernel<F, I, U>,
    buffers: Readonly<Record<F | I, DeviceBuffer>>,
    uniforms: Readonly<Record<U, number>>,
  ): void;
  createSession(model: Uint8Array, options: SessionOptions): Promise<Session>;
  /** Free everything. The device cannot be used afterwards. */
  destroy(): void;
}
