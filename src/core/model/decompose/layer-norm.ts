import { type DecomposeContext, real } from './context';

/** LayerNormalization over the last axis. */
export function layerNorm(c: DecomposeContext, x: string, scale: string, bias: string | null, epsilon: number): string {
  return c.node('LayerNormalization', bias === null ? [x, scale] : [x, scale, bias], { axis: -1, epsilon: real(epsilon) });
}
