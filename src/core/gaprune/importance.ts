import { elementwiseAlignment } from './alignment';
import { gradientVariation } from './alignment-fallback';
import { mean, sampleDeviation } from './moments';
import { softplus } from './softplus';
import type { ScoringSettings } from './settings';
import type { TensorStatistics } from './statistics';

/** Fisher information of a weight: one value per element, one for all, or null when none was measured (then 1). */
export type Fisher = Float32Array | number | null;

/** What the score of one weight is made from. Arrays are float32, row-major, in PyTorch layout. */
export interface ImportanceInput {
  readonly fisherGeneral: Fisher;
  readonly fisherDomain: Fisher;
  /** Element-wise alignment e, or one value for every element. */
  readonly alignment: Float32Array | number;
}

/** Under this sample standard deviation a weight's scores are told apart by magnitude (section 7). */
const LOW_DEVIATION = 1e-6;

type ImportanceSettings = Pick<ScoringSettings, 'beta' | 'gamma' | 'alignmentStrength'>;

/**
 * Domain-alignment importance of every element of a weight (section 7):
 * `softplus((f_d − β·f_g)·|w| · clamp(1 + s·e, 1 − s, 1 + s) + γ·√(|w| + 1e-8))`, then the low variance guard.
 * Arithmetic in float64, result in float32, in the order of `weights`.
 */
export function domainAlignmentImportance(input: ImportanceInput, weights: Float32Array, settings: ImportanceSettings): Float32Array {
  const { beta, gamma, alignmentStrength: strength } = settings;
  const domain = arrayOf(input.fisherDomain ?? 1, weights.length);
  const general = arrayOf(input.fisherGeneral ?? 1, weights.length);
  const alignment = typeof input.alignment === 'number' ? null : input.alignment;
  const [low, high] = [1 - strength, 1 + strength];
  const uniform = typeof input.alignment === 'number' ? clamp(1 + strength * input.alignment, low, high) : 1;
  const out = new Float32Array(weights.length);
  // Moments about a first score, in the same pass: they rule out that the scores hardly differ, or leave it to be looked at.
  let [first, sum, squares] = [0, 0, 0];
  for (let i = 0; i < out.length; i++) {
    const magnitude = Math.abs(weights[i]!);
    const difference = domain[i]! * magnitude - beta * (general[i]! * magnitude);
    const factor = alignment === null ? uniform : clamp(1 + strength * alignment[i]!, low, high);
    const score = Math.fround(softplus(difference * factor + gamma * Math.sqrt(magnitude + 1e-8)));
    out[i] = score;
    if (i === 0) first = score;
    sum += score - first;
    squares += (score - first) * (score - first);
  }
  const deviation = Math.sqrt((squares - (sum * sum) / out.length) / (out.length - 1));
  return deviation > 2 * LOW_DEVIATION ? out : guardLowVariance(out, weights);
}

/** The importance of a weight from what was measured on it, with the alignment the settings choose. */
export function importanceOf(statistics: TensorStatistics, weights: Float32Array, settings: ScoringSettings): Float32Array {
  return domainAlignmentImportance({ ...statistics, alignment: chosenAlignment(statistics, weights, settings) }, weights, settings);
}

function chosenAlignment(statistics: TensorStatistics, weights: Float32Array, settings: ScoringSettings): Float32Array | number {
  if (settings.alignment === 'tensor') return statistics.tensorAlignment;
  const { gradGeneral, gradDomain, shape, tensorAlignment } = statistics;
  const isMissing = (gradient: Float32Array): boolean => gradient.length !== weights.length || gradient.every((value) => value === 0);
  if (isMissing(gradGeneral) || isMissing(gradDomain)) return gradientVariation(tensorAlignment, weights);
  return elementwiseAlignment(gradGeneral, gradDomain, shape);
}

function arrayOf(values: Float32Array | number, size: number): Float32Array {
  return typeof values === 'number' ? new Float32Array(size).fill(values) : values;
}

/** NaN stays NaN. */
function clamp(value: number, low: number, high: number): number {
  return value > high ? high : value < low ? low : value;
}

/** Where the scores hardly differ, multiply them by `0.5 + 0.5·|w| / (mean|w| + 1e-8)`, in place. One element has no deviation. */
function guardLowVariance(scores: Float32Array, weights: Float32Array): Float32Array {
  if (!(sampleDeviation(scores) < LOW_DEVIATION)) return scores;
  const scale = mean(weights, Math.abs) + 1e-8;
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) * (0.5 + (0.5 * Math.abs(weights[i] ?? 0)) / scale);
  return scores;
}
