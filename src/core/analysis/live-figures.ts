import { tensorAlignment } from '../gaprune/alignment';
import { type LayerFigures, layerMeans } from '../gaprune/layer-means';
import { FISHER_FLOOR } from '../gaprune/statistics';
import type { Parameter } from '../model/parameter';
import { sizeOf } from '../tensor';
import type { Products } from './accumulators';

/** Milliseconds between two measurements of the alignment: it reads two whole sums on the device. */
const ALIGNMENT_MS = 1000;

type Measured = ReadonlyMap<string, Products>;

/**
 * The figures of an analysis while it is made, from numbers that are there anyway: the norms of the gradients of a micro-batch are the sums of
 * what it adds to the Fisher information of each weight. Only the alignment of the sums is measured for this, and seldom.
 */
export class LiveFigures {
  private readonly fisher = {
    'fisher-general': { sums: new Map<string, number>(), samples: 0 },
    'fisher-domain': { sums: new Map<string, number>(), samples: 0 },
  };
  private alignments: ReadonlyMap<string, number> = new Map();
  private alignedAt = -Infinity;
  private readonly parameters: readonly Parameter[];

  constructor(
    parameters: readonly Parameter[],
    private readonly now: () => number,
  ) {
    this.parameters = parameters.filter(({ prunable }) => prunable);
  }

  /** What a micro-batch that was counted has added. */
  addFisher(phase: keyof LiveFigures['fisher'], measured: Measured, samples: number): void {
    const fisher = this.fisher[phase];
    fisher.samples += samples;
    for (const [name, { squareA }] of measured) fisher.sums.set(name, (fisher.sums.get(name) ?? 0) + squareA);
  }

  /** Measure the alignment of the sums again, when it is time. */
  async align(measureSums: () => Promise<Measured>): Promise<void> {
    if (this.now() - this.alignedAt < ALIGNMENT_MS) return;
    const measured = await measureSums();
    this.alignments = new Map(
      [...measured].map(([name, { squareA, squareB, dot }]) => [
        name,
        tensorAlignment({ dot, normGeneral: Math.sqrt(squareA), normDomain: Math.sqrt(squareB) }),
      ]),
    );
    this.alignedAt = this.now();
  }

  layers(): LayerFigures[] {
    const mean = ({ sums, samples }: { sums: ReadonlyMap<string, number>; samples: number }, name: string, size: number) => {
      const sum = sums.get(name);
      return sum === undefined || samples === 0 ? null : sum / samples / size + FISHER_FLOOR;
    };
    return layerMeans(
      this.parameters.map(({ initializer, layer, shape }) => {
        const size = sizeOf(shape);
        return {
          ...{ layer, size },
          fisherGeneral: mean(this.fisher['fisher-general'], initializer, size),
          fisherDomain: mean(this.fisher['fisher-domain'], initializer, size),
          alignment: this.alignments.get(initializer) ?? null,
        };
      }),
    );
  }
}
