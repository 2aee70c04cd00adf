import { type RuleTable, RULES } from '../../../src/core/autodiff/registry';
import { differentiate } from '../../../src/core/autodiff/reverse';
import { GraphBuilder } from '../../../src/core/ir/builder';
import type { OpName, Value } from '../../../src/core/ir/ops';
import { denseGradient } from './gradient-check';

interface Tie {
  readonly build: (b: GraphBuilder, x: Value) => Value;
  readonly x: readonly number[];
  readonly gradient: readonly number[];
}

/** Where a function has a kink, a gradient is a convention: the one that the rule states. */
const TIES: Partial<Record<OpName, readonly Tie[]>> = {
  ReduceMax: [{ build: (b, x) => b.node('ReduceMax', [x], { axes: [0] }), x: [3, 1, 3, 2], gradient: [0.5, 0, 0.5, 0] }],
  Max: [
    { build: (b, x) => b.sum(b.node('Max', [x, b.constant([1, 2], [2])], {}), [0]), x: [1, 2], gradient: [1, 1] },
    { build: (b, x) => b.sum(b.node('Max', [b.constant([1, 2], [2]), x], {}), [0]), x: [1, 2], gradient: [0, 0] },
  ],
  Min: [
    { build: (b, x) => b.sum(b.node('Min', [x, b.constant([1, 2], [2])], {}), [0]), x: [1, 2], gradient: [1, 1] },
    { build: (b, x) => b.sum(b.node('Min', [b.constant([1, 2], [2]), x], {}), [0]), x: [1, 2], gradient: [0, 0] },
  ],
  Relu: [{ build: (b, x) => b.sum(b.node('Relu', [x], {}), [0]), x: [0, -1, 1], gradient: [0, 0, 1] }],
  Abs: [{ build: (b, x) => b.sum(b.node('Abs', [x], {}), [0]), x: [0, -1, 1], gradient: [-1, -1, 1] }],
};

/** @throws Error naming the operator and both gradients */
export function checkTies(op: OpName, rules: RuleTable = RULES): void {
  for (const { build, x: data, gradient } of TIES[op] ?? []) {
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', [data.length]);
    const found = differentiate(b, b.reshape(build(b, x), []), [x], rules).get(x);
    const values = found === undefined ? [] : [...denseGradient(b, x, found, new Map([[x, data]]))];
    if (values.length !== gradient.length || values.some((value, i) => value + 0 !== gradient[i])) {
      throw new Error(`${op} at [${data.join()}]: the gradient is [${values.join()}], not [${gradient.join()}].`);
    }
  }
}

export const TIED = Object.keys(TIES) as readonly OpName[];
