import { mulberry32 } from '../../src/core/data/random';
import type { ScoredTensor } from '../../src/core/gaprune/scores';

/** Scores of about the distribution that those of a model have: softplus of half the root of a bell-shaped weight. */
export function madeUpScores(size: number, seed: number): Float32Array {
  const next = mulberry32(seed);
  const scores = new Float32Array(size);
  for (let i = 0; i < size; i++) scores[i] = Math.log1p(Math.exp(0.5 * Math.sqrt(Math.abs(next() + next() + next() - 1.5) * 0.1)));
  return scores;
}

/** The same in 36 matrices of six layers. */
export function madeUpTensors(total: number): ScoredTensor[] {
  return Array.from({ length: 36 }, (_, at) => ({
    name: `weight ${at}`,
    layer: Math.floor(at / 6),
    group: `layer ${Math.floor(at / 6)}`,
    scores: madeUpScores(Math.floor(total / 36), at),
  }));
}
