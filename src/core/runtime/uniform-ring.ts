/** The smallest distance of two uniform bindings that every adapter takes. */
const SLOT_BYTES = 256;
/** Dispatches of one submission; with more, what is there is submitted first. */
const SLOTS = 1024;

/**
 * Uniforms of all dispatches of one submission in one buffer: written once, just before it. Nothing is made per dispatch, and the memory
 * does not grow with the number of different values.
 */
export class UniformRing {
  readonly buffer: GPUBuffer;
  private readonly values = new Uint32Array((SLOTS * SLOT_BYTES) / 4);
  private used = 0;

  constructor(private readonly device: GPUDevice) {
    this.buffer = device.createBuffer({ size: this.values.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  }

  get full(): boolean {
    return this.used === SLOTS;
  }

  /** Keep the uniforms of one dispatch. */
  place(values: readonly number[]): GPUBufferBinding {
    const offset = this.used++ * SLOT_BYTES;
    this.values.set(values, offset / 4);
    return { buffer: this.buffer, offset, size: Math.max(16, Math.ceil(values.length / 4) * 16) };
  }

  /** Write what was placed: the queue keeps this in front of the submission that follows. */
  write(): void {
    if (this.used > 0) this.device.queue.writeBuffer(this.buffer, 0, this.values, 0, (this.used * SLOT_BYTES) / 4);
    this.used = 0;
  }
}
