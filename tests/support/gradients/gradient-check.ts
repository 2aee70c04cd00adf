import { mulberry32 } from '../../../src/core/data/random';
import { RULES, type RuleTable } from '../../../src/core/autodiff/registry';
import { type Gradient, differentiate } from '../../../src/core/autodiff/reverse';
import { GraphBuilder } from '../../../src/core/ir/builder';
import type { Value } from '../../../src/core/ir/ops';
import { sizeOf } from '../../../src/core/tensor';
import { evaluateGraph } from './evaluate-graph';

/** One input of a function under test. */
export interface CheckedInput {
  readonly shape: readonly number[];
  /** The element at `index`; away from kinks is the case's business. Normal-ish values in [−2, 2] when left out. */
  readonly sample?: (random: () => number, index: number) => number;
  /** Indices and conditions are inputs without a gradient. */
  readonly type?: 'int32' | 'bool';
}

export interface GradientCase {
  readonly label: string;
  readonly inputs: readonly CheckedInput[];
  readonly build: (b: GraphBuilder, inputs: readonly Value[]) => Value;
}

const STEP = 1e-5;
const TOLERANCE = 1e-7;
const DIRECTIONS = 3;

/**
 * Check `differentiate` on loss = Σ r ⊙ f(inputs), r random, in float64: for each input, ⟨gradient, v⟩ against the central difference
 * along random directions v of ±1. Errors are relative to ⟨gradient, v⟩ or to its root mean square over all v, which is ‖gradient‖.
 *
 * @throws Error naming the case, the input, both numbers and the seed
 */
export function checkGradient(check: GradientCase, seed: number, rules: RuleTable = RULES): void {
  const random = mulberry32(seed);
  const b = new GraphBuilder();
  const inputs = check.inputs.map((input, i) => b.input(`x${i}`, input.type ?? 'float32', input.shape));
  const data = check.inputs.map(({ shape, sample }) =>
    Float64Array.from({ length: sizeOf(shape) }, (_, index) => (sample === undefined ? 4 * random() - 2 : sample(random, index))),
  );
  const loss = weightedSum(b, check.build(b, inputs), random);
  const feeds = new Map<Value, ArrayLike<number>>(inputs.map((value, i) => [value, data[i]!]));
  for (const [value, weights] of loss.feeds) feeds.set(value, weights);
  const checked = inputs.filter((value) => value.type === 'float32');
  const gradients = differentiate(b, loss.value, checked, rules);
  for (const input of checked) {
    const message = `${check.label}, ${input.name} [${input.shape.join()}], seed ${seed}`;
    const gradient = gradients.get(input);
    if (gradient === undefined) throw new Error(`${message}: no gradient.`);
    const analytic = denseGradient(b, input, gradient, feeds);
    const norm = Math.hypot(...analytic);
    for (let k = 0; k < DIRECTIONS; k++) {
      const direction = Array.from(analytic, () => (random() < 0.5 ? -1 : 1));
      const numeric = centralDifference(b, loss.value, feeds, input, direction);
      const dot = analytic.reduce((sum, g, i) => sum + g * direction[i]!, 0);
      // Not `> TOLERANCE`: NaN must fail.
      if (!(Math.abs(dot - numeric) <= TOLERANCE * Math.max(norm, Math.abs(dot)))) {
        throw new Error(`${message}: ⟨gradient, v⟩ = ${dot}, central difference ${numeric}, ‖gradient‖ = ${norm}.`);
      }
    }
  }
}

/** Σ r ⊙ y with random r: an output gradient that is not all ones. */
function weightedSum(b: GraphBuilder, y: Value, random: () => number): { value: Value; feeds: [Value, Float64Array][] } {
  const r = b.input('r', 'float32', y.shape);
  const weights = Float64Array.from({ length: sizeOf(y.shape) }, () => (0.5 + random()) * (random() < 0.5 ? -1 : 1));
  // Where there is nothing to add up there is no ReduceSum: two wrong signs of that rule would make a right one.
  const sum = b.sum(
    b.mul(y, r),
    y.shape.flatMap((dim, axis) => (dim === 1 ? [] : [axis])),
  );
  return { value: b.reshape(sum, []), feeds: [[r, weights]] };
}

/** A gradient as numbers of the parameter's shape: rows are added where their indices say. */
export function denseGradient(
  b: GraphBuilder,
  parameter: Value,
  gradient: Gradient,
  feeds: ReadonlyMap<Value, ArrayLike<number>>,
): Float64Array {
  const total = new Float64Array(sizeOf(parameter.shape));
  if (gradient.dense !== null) evaluateGraph(b, [gradient.dense], feeds)[0]!.data.forEach((x, i) => (total[i]! += x));
  const width = total.length / (parameter.shape[0] ?? 1);
  for (const part of gradient.rows) {
    const [indices, rows] = evaluateGraph(b, [part.indices, part.rows], feeds);
    rows!.data.forEach((x, i) => (total[indices!.data[Math.floor(i / width)]! * width + (i % width)]! += x));
  }
  return total;
}

function centralDifference(
  b: GraphBuilder,
  loss: Value,
  feeds: ReadonlyMap<Value, ArrayLike<number>>,
  input: Value,
  direction: readonly number[],
): number {
  const base = Array.from(feeds.get(input) ?? []);
  const at = (step: number): number => {
    const moved = new Map(feeds).set(
      input,
      base.map((x, i) => x + step * direction[i]!),
    );
    return evaluateGraph(b, [loss], moved)[0]!.data[0]!;
  };
  return (at(STEP) - at(-STEP)) / (2 * STEP);
}
