/** Files that arrive in pieces and are kept until they are whole, by a name. */
export interface PartStore {
  /** Bytes that are there. */
  size(name: string): Promise<number>;
  append(name: string, bytes: Blob): Promise<void>;
  read(name: string): Promise<Blob>;
  remove(name: string): Promise<void>;
}

/** Pieces in memory, for as long as the program runs. */
export class MemoryParts implements PartStore {
  private readonly parts = new Map<string, Blob>();

  size(name: string): Promise<number> {
    return Promise.resolve(this.parts.get(name)?.size ?? 0);
  }

  append(name: string, bytes: Blob): Promise<void> {
    this.parts.set(name, new Blob([this.parts.get(name) ?? '', bytes]));
    return Promise.resolve();
  }

  read(name: string): Promise<Blob> {
    return Promise.resolve(this.parts.get(name) ?? new Blob());
  }

  remove(name: string): Promise<void> {
    this.parts.delete(name);
    return Promise.resolve();
  }
}
