import type { Value } from '../../ir/ops';
import { type RuleContext, rule } from '../rule';

type Context = RuleContext<'LayerNormalization'>;

const axesOf = ({ x, attributes }: Context): number[] => x(0).shape.flatMap((_, axis) => (axis >= attributes.axis ? [axis] : []));

/** x̂ = (x − mean) / √(var + ε), and 1/√(var + ε), over the normalised axes. */
function normalised(c: Context): { readonly xHat: Value; readonly inverseDeviation: Value } {
  const { b, x, attributes } = c;
  const axes = axesOf(c);
  const centred = b.sub(x(0), b.mean(x(0), axes));
  const variance = b.mean(b.mul(centred, centred), axes);
  const inverseDeviation = b.node('Reciprocal', [b.sqrt(b.add(variance, b.scalar(attributes.epsilon)))], {});
  return { xHat: b.mul(centred, inverseDeviation), inverseDeviation };
}

/**
 * y = x̂ ⊙ scale + bias.  With g = dy ⊙ scale:  dx = (g − mean(g) − x̂ ⊙ mean(g ⊙ x̂)) / √(var + ε),
 * dscale = Σ dy ⊙ x̂, dbias = Σ dy.
 */
export const layerNormalization = rule('LayerNormalization', [
  (c) => {
    const { b, dy, x } = c;
    const { xHat, inverseDeviation } = normalised(c);
    const axes = axesOf(c);
    const g = b.mul(dy, x(1));
    const centred = b.sub(b.sub(g, b.mean(g, axes)), b.mul(xHat, b.mean(b.mul(g, xHat), axes)));
    return b.mul(centred, inverseDeviation);
  },
  (c) => c.b.sumTo(c.b.mul(c.dy, normalised(c).xHat), c.x(1).shape),
  ({ b, dy, x }) => b.sumTo(dy, x(2).shape),
]);
