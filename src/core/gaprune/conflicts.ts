import type { GradientProduct } from './alignment';

/**
 * Counts, for one weight, in how many batch pairs the general and the domain gradient point apart (section 6).
 * A pair in which either gradient is zero is not seen.
 */
export class ConflictTally {
  #seen = 0;
  #conflicts = 0;
  #cosines = 0;

  add({ dot, normGeneral, normDomain }: GradientProduct): void {
    if (!(normGeneral > 0 && normDomain > 0)) return;
    const cosine = dot / normGeneral / normDomain;
    this.#seen += 1;
    if (cosine < 0) this.#conflicts += 1;
    this.#cosines += cosine;
  }

  /** Pairs in which both gradients were non-zero. */
  get seen(): number {
    return this.#seen;
  }

  /** Share of the seen pairs with a negative cosine; 0 when none was seen. */
  get conflictRate(): number {
    return this.#seen === 0 ? 0 : this.#conflicts / this.#seen;
  }

  /** Mean cosine over the seen pairs; 0 when none was seen. */
  get meanCosine(): number {
    return this.#seen === 0 ? 0 : this.#cosines / this.#seen;
  }
}
