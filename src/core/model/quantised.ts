import { operatorName } from '../specialize/specialize';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';

/** Operators that hold weights in few bits, or compute in integers. */
const QUANTISED =
  /^(MatMul(NBits|Integer\w*|Bnb4|FpQ4)|GatherBlockQuantized|ConvInteger|QLinear\w+|QAttention|QGemm|QEmbedLayerNormalization|QOrdered\w+|QMoE|DynamicQuantize\w+|(Quantize|Dequantize)Linear)$/;

const isQuantised = ({ opType }: OnnxNode): boolean => QUANTISED.test(opType);

/** Why a quantised model cannot be pruned, with the operators that make it one; null when it has none. */
export function quantisation(graph: Pick<OnnxGraph, 'nodes'>): string | null {
  const names = [...new Set(graph.nodes.filter(isQuantised).map(operatorName))];
  if (names.length === 0) return null;
  return `The weights are quantised (${names.join(', ')}). Such a model can be looked at, but not analysed or pruned: give its float32 or float16 file.`;
}
