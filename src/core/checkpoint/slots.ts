/** Two places for a checkpoint, written in turn: while one is being written the other is whole. */
export interface Slots {
  /** Null when there is nothing. */
  read(slot: 0 | 1): Promise<Uint8Array | null>;
  write(slot: 0 | 1, parts: readonly Uint8Array[]): Promise<void>;
  clear(): Promise<void>;
}
