import { mulberry32 } from '../../src/core/data/random';

/** A seeded source of choices: the same seed makes the same input, on every machine. */
export class Choices {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = mulberry32(seed);
  }

  /** An integer in [0, below). */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Null when there are none. */
  maybe<T>(items: readonly T[]): T | null {
    return items[this.below(items.length)] ?? null;
  }
}
