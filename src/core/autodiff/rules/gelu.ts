import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import { rule } from '../rule';

/** d/dx ½x(1 + erf(x/√2)) = ½(1 + erf(x/√2)) + x·e^(−x²/2)/√(2π). */
function exact(b: GraphBuilder, x: Value): Value {
  const erf = b.node('Erf', [b.mul(x, b.scalar(Math.SQRT1_2))], {});
  const cdf = b.mul(b.scalar(0.5), b.add(b.scalar(1), erf));
  const pdf = b.mul(b.scalar(1 / Math.sqrt(2 * Math.PI)), b.exp(b.mul(b.scalar(-0.5), b.mul(x, x))));
  return b.add(cdf, b.mul(x, pdf));
}

/** With t = tanh(c(x + 0.044715x³)), c = √(2/π): d/dx ½x(1 + t) = ½(1 + t) + ½x(1 − t²)·c(1 + 0.134145x²). */
function tanhApproximation(b: GraphBuilder, x: Value): Value {
  const c = Math.sqrt(2 / Math.PI);
  const square = b.mul(x, x);
  const inner = b.mul(b.scalar(c), b.add(x, b.mul(b.scalar(0.044715), b.mul(square, x))));
  const t = b.node('Tanh', [inner], {});
  const slope = b.mul(b.scalar(c), b.add(b.scalar(1), b.mul(b.scalar(3 * 0.044715), square)));
  const first = b.mul(b.scalar(0.5), b.add(b.scalar(1), t));
  const second = b.mul(b.mul(b.scalar(0.5), x), b.mul(b.sub(b.scalar(1), b.mul(t, t)), slope));
  return b.add(first, second);
}

/** y = gelu(x).  dx = dy ⊙ gelu′(x). */
export const gelu = rule('Gelu', [
  ({ b, dy, x, attributes }) => b.mul(dy, attributes.approximate === 'tanh' ? tanhApproximation(b, x(0)) : exact(b, x(0))),
]);
