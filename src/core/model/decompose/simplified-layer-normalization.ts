import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';

/** y = scale · x / √(mean(x²) + ε) over the axes from `axis` on: SimplifiedLayerNormalization, and RMSNormalization since opset 23. */
export const simplifiedLayerNormalization: Decomposition = (c) => {
  if (c.isTaken(1)) throw new NotDecomposed('also gives out its deviation');
  return [rmsNorm(c, c.input(0), c.input(1), c.int('axis', -1), c.float('epsilon', 1e-5))];
};

export function rmsNorm(c: DecomposeContext, x: string, scale: string, axis: number, epsilon: number): string {
  const from = axis < 0 ? axis : axis - c.rank(x);
  const axes = Array.from({ length: -from }, (_, i) => from + i);
  const squares = c.node('ReduceMean', [c.node('Mul', [x, x]), c.integers(axes)]);
  const deviation = c.node('Sqrt', [c.node('Add', [squares, c.scalar(epsilon)])]);
  return c.node('Mul', [c.node('Div', [x, deviation]), scale]);
}
