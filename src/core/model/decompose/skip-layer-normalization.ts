import { type DecomposeContext, type Decomposition, NotDecomposed } from './context';
import { layerNorm } from './layer-norm';
import { rmsNorm } from './simplified-layer-normalization';

/** com.microsoft.SkipLayerNormalization: LayerNormalization of input + skip + bias. Its fourth output is that sum. */
export const skipLayerNormalization: Decomposition = (c) => {
  const sum = skipSum(c, c.optional(4));
  return [layerNorm(c, sum, c.input(2), c.optional(3), c.float('epsilon', 1e-12)), null, null, sum];
};

/** com.microsoft.SkipSimplifiedLayerNormalization: the same without mean and shift. */
export const skipSimplifiedLayerNormalization: Decomposition = (c) => {
  const sum = skipSum(c, c.optional(3));
  return [rmsNorm(c, sum, c.input(2), -1, c.float('epsilon', 1e-12)), null, null, sum];
};

/** A bias is added to the product it belongs to, from which the product's weight gets its name. */
function skipSum(c: DecomposeContext, bias: string | null): string {
  if (c.isTaken(1) || c.isTaken(2)) throw new NotDecomposed('also gives out its mean and deviation');
  const [input, skip] = [c.input(0), c.input(1)];
  if (bias === null) return c.node('Add', [input, skip]);
  return c.isProduct(skip) ? c.node('Add', [input, c.node('Add', [skip, bias])]) : c.node('Add', [c.node('Add', [input, bias]), skip]);
}
