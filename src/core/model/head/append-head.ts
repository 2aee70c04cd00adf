import { normalize, pool } from '../../autodiff/loss';
import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import type { HostInput } from '../../runtime/device';
import { UnsupportedModelError } from '../errors';
import { type PooledTokens, poolingWeights } from '../pooling';
import type { Activation, DenseStep } from './dense';
import type { EmbeddingHead } from './modules';

/** The end of an embedding model in a static graph. */
export interface AppendedHead {
  /** rows × width. */
  readonly embeddings: Value;
  /** What pooling takes of a batch, by the names of the graph's inputs. */
  readonly inputs: (batch: PooledTokens) => Map<string, HostInput>;
}

/**
 * Append pooling and what follows it. Every mode but the largest is one weighted sum of the tokens: they differ in the weights
 * alone, which are inputs.
 *
 * @param hidden rows × length × width
 * @throws UnsupportedModelError when a Dense layer takes another width
 */
export function appendHead(b: GraphBuilder, { pooling, steps }: EmbeddingHead, hidden: Value): AppendedHead {
  const [rows = 0, length = 0, width = 0] = hidden.shape;
  const taken = pooling.modes.map((mode, i) => {
    const value = b.input(`${b.inputs.length}:pooling-${i}`, 'float32', mode === 'max' ? [rows, length, 1] : [rows, 1, length]);
    return { mode, value, pooled: mode === 'max' ? largest(b, hidden, value) : pool(b, hidden, value) };
  });
  const [first] = taken;
  const joined =
    first !== undefined && taken.length === 1
      ? first.pooled
      : b.node(
          'Concat',
          taken.map(({ pooled }) => pooled),
          { axis: 1 },
        );
  const embeddings = steps.reduce(
    (x, step) => (step.kind === 'normalize' ? normalize(b, x) : dense(b, step, x)),
    b.reshape(joined, [rows, width * taken.length]),
  );
  return {
    embeddings,
    inputs: (batch) =>
      new Map(taken.map(({ mode, value }) => [value.name, { type: 'float32', shape: value.shape, data: poolingWeights(mode, batch) }])),
  };
}

/** The largest element of the tokens' vectors, rows × width. @param never rows × length × 1, far below 0 where a token is left out */
function largest(b: GraphBuilder, hidden: Value, never: Value): Value {
  const [rows = 0, , width = 0] = hidden.shape;
  return b.reshape(b.node('ReduceMax', [b.add(hidden, never)], { axes: [1] }), [rows, width]);
}

function dense(b: GraphBuilder, { inputs, outputs, weight, bias, activation }: DenseStep, x: Value): Value {
  if (x.shape[1] !== inputs) {
    throw new UnsupportedModelError(`A Dense layer takes ${inputs} features, and is given ${x.shape[1] ?? 0}.`, 'modules.json');
  }
  const product = b.gemm(x, b.constant(weight, [outputs, inputs]), false, true);
  return ACTIVATE[activation](b, bias === null ? product : b.add(product, b.constant(bias, [outputs])));
}

const ACTIVATE: Readonly<Record<Activation, (b: GraphBuilder, x: Value) => Value>> = {
  identity: (_, x) => x,
  tanh: (b, x) => b.node('Tanh', [x], {}),
  relu: (b, x) => b.node('Relu', [x], {}),
  sigmoid: (b, x) => b.node('Sigmoid', [x], {}),
  gelu: (b, x) => b.node('Gelu', [x], { approximate: 'none' }),
  silu: (b, x) => b.mul(x, b.node('Sigmoid', [x], {})),
};
