import type { Slots } from '../../src/core/checkpoint/slots';

/** Slots in memory; `tear` cuts what is written as a power cut would. */
export class MemorySlots implements Slots {
  readonly files: [Uint8Array | null, Uint8Array | null] = [null, null];
  writes = 0;
  constructor(private readonly tear: (write: number, file: Uint8Array) => Uint8Array = (_, file) => file) {}

  read(slot: 0 | 1): Promise<Uint8Array | null> {
    return Promise.resolve(this.files[slot]);
  }
  write(slot: 0 | 1, parts: readonly Uint8Array[]): Promise<void> {
    this.writes += 1;
    this.files[slot] = this.tear(this.writes, new Uint8Array(Buffer.concat(parts)));
    return Promise.resolve();
  }
  clear(): Promise<void> {
    this.files.fill(null);
    return Promise.resolve();
  }
}
