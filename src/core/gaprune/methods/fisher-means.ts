import type { TensorStatistics } from '../statistics';

/** Mean Fisher information over all elements of all candidates; 1 where there is none, so that it can divide. */
export interface FisherMeans {
  readonly general: number;
  readonly domain: number;
}

/**
 * Fisher information of an embedding model is about 1e-5 and differs between the two sets. Divided by its mean it is of order 1,
 * so that it can stand beside other terms, and both sets count alike.
 */
export function fisherMeans(candidates: readonly Pick<TensorStatistics, 'fisherGeneral' | 'fisherDomain'>[]): FisherMeans {
  return {
    general: meanOver(candidates.map(({ fisherGeneral }) => fisherGeneral)),
    domain: meanOver(candidates.map(({ fisherDomain }) => fisherDomain)),
  };
}

function meanOver(arrays: readonly Float32Array[]): number {
  let sum = 0;
  let count = 0;
  for (const values of arrays) {
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    count += values.length;
  }
  return sum > 0 ? sum / count : 1;
}
