/**
 * Count the bytes that buffers, typed arrays and arrays of a given length ask for while `work` runs. Views of what is there already cost
 * nothing. An allocation that follows a number in a file has to go through one of these.
 */
export class AllocationWatch {
  private asked = 0;
  private readonly restore: (() => void)[] = [];

  constructor() {
    for (const name of ['Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array', 'Int32Array'] as const) this.watch(name);
    for (const name of ['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array', 'ArrayBuffer', 'Array'] as const)
      this.watch(name);
  }

  /** Bytes asked for since the last call. */
  take(): number {
    const { asked } = this;
    this.asked = 0;
    return asked;
  }

  stop(): void {
    for (const restore of this.restore) restore();
  }

  private watch(name: keyof typeof globalThis): void {
    const original: unknown = Reflect.get(globalThis, name);
    if (typeof original !== 'function') return;
    const size = 'BYTES_PER_ELEMENT' in original ? Number(original.BYTES_PER_ELEMENT) : name === 'Array' ? 8 : 1;
    const count = (length: unknown): void => {
      if (typeof length === 'number') this.asked += length * size;
    };
    const watched = new Proxy(original, {
      construct: (target, given: unknown[], newTarget) => {
        if (given.length === 1) count(given[0]);
        const made: unknown = Reflect.construct(target, given, newTarget);
        if (typeof made !== 'object' || made === null) throw new TypeError(`${name} made no object.`);
        return made;
      },
      apply: (target, self, given: unknown[]) => {
        if (given.length === 1) count(given[0]);
        return Reflect.apply(target, self, given) as unknown;
      },
    });
    Reflect.set(globalThis, name, watched);
    this.restore.push(() => Reflect.set(globalThis, name, original));
  }
}
