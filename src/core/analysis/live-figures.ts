import { type LayerFigures, layerMeans } from '../gaprune/layer-means';
import { FISHER_FLOOR } from '../gaprune/statistics';
import type { Parameter } from '../model/parameter';
import { sizeOf } from '../tensor';
import type { RunningSums } from './running-sums';

/** Milliseconds between two looks at the figures, which wait for the device. */
const FIGURES_MS = 250;
/** Milliseconds between two measurements of the alignment: it reads two whole sums on the device. */
const ALIGNMENT_MS = 1000;

interface Figures {
  readonly fisherGeneral: number | null;
  readonly fisherDomain: number | null;
}

/**
 * The figures of an analysis while it is made, from numbers that are there anyway: the norms of the gradients of a micro-batch are the sums of
 * what it adds to the Fisher information of each weight. Only the alignment of the sums is measured for this, and seldom.
 */
export class LiveFigures {
  private readonly fisher = new Map<string, Figures>();
  private readonly alignments = new Map<string, number>();
  private lookedAt = -Infinity;
  private alignedAt = -Infinity;
  private readonly parameters: readonly Parameter[];

  constructor(
    parameters: readonly Parameter[],
    private readonly now: () => number,
  ) {
    this.parameters = parameters.filter(({ prunable }) => prunable);
  }

  /** Look at the sums when it is time, or when it is asked for. @returns the figures of the layers, null when nothing was looked at */
  async look(sums: RunningSums, always = false): Promise<LayerFigures[] | null> {
    if (!always && this.now() - this.lookedAt < FIGURES_MS) return null;
    const { samplesGeneral, samplesDomain, pairs } = sums.counts;
    const tallies = await sums.meter.tallies();
    for (const { initializer, shape } of this.parameters) {
      const tally = tallies.get(initializer);
      if (tally === undefined) continue;
      const mean = (sum: number, samples: number) => (samples === 0 ? null : sum / samples / sizeOf(shape) + FISHER_FLOOR);
      const [fisherGeneral, fisherDomain] = [mean(tally.squareGeneral, samplesGeneral), mean(tally.squareDomain, samplesDomain)];
      this.fisher.set(initializer, { fisherGeneral, fisherDomain });
    }
    this.lookedAt = this.now();
    if (pairs > 0 && (always || this.now() - this.alignedAt >= ALIGNMENT_MS)) {
      for (const [name, alignment] of await sums.alignments()) this.alignments.set(name, alignment);
      this.alignedAt = this.now();
    }
    return this.layers();
  }

  private layers(): LayerFigures[] {
    return layerMeans(
      this.parameters.map(({ initializer, layer, shape }) => ({
        ...{ layer, size: sizeOf(shape), fisherGeneral: null, fisherDomain: null },
        ...this.fisher.get(initializer),
        alignment: this.alignments.get(initializer) ?? null,
      })),
    );
  }
}
