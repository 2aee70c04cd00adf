import type { Triplet } from '../data/triplet';
import { endlessBatches } from './split';

/** Records to train on, of both sets. */
export interface TrainingSets {
  readonly domain: readonly Triplet[];
  readonly general: readonly Triplet[];
}

interface Course {
  readonly batchSize: number;
  /** Share of the domain. */
  readonly domainBatches: number;
  readonly seed: number;
}

/** How the records of the two sets come together in the steps of a recovery. */
export interface Composition {
  readonly label: string;
  readonly help: string;
  readonly batches: (sets: TrainingSets, course: Course) => Generator<readonly Triplet[], never>;
}

export const COMPOSITIONS = {
  alternating: {
    label: 'Alternating',
    help: 'A step takes records of one set; the sets take turns.',
    *batches({ domain, general }, { batchSize, domainBatches, seed }) {
      const [ofDomain, ofGeneral] = [endlessBatches(domain, batchSize, seed), endlessBatches(general, batchSize, seed + 1)];
      for (let step = 1; ; step++) yield (isDomainStep(step, domainBatches) ? ofDomain : ofGeneral).next().value;
    },
  },
  mixed: {
    label: 'Mixed',
    help: 'Every step takes records of both sets, which are negatives of each other.',
    *batches({ domain, general }, { batchSize, domainBatches, seed }) {
      const size = Math.round(batchSize * domainBatches);
      const [ofDomain, ofGeneral] = [batchesOf(domain, size, seed), batchesOf(general, batchSize - size, seed + 1)];
      for (;;) yield [...ofDomain.next().value, ...ofGeneral.next().value];
    },
  },
} as const satisfies Record<string, Composition>;

export type CompositionName = keyof typeof COMPOSITIONS;
export const COMPOSITION_NAMES = Object.keys(COMPOSITIONS) as [CompositionName, ...CompositionName[]];

/** Whether a step, counted from 1, takes a domain batch: the two sets alternate as evenly as the share allows, the domain first. */
export function isDomainStep(step: number, share: number): boolean {
  return Math.ceil(step * share) > Math.ceil((step - 1) * share);
}

function* batchesOf(items: readonly Triplet[], size: number, seed: number): Generator<readonly Triplet[], never> {
  if (size > 0) yield* endlessBatches(items, size, seed);
  for (;;) yield [];
}
