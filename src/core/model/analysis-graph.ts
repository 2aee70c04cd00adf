import type { OnnxGraph } from '../onnx/graph';
import { type Decomposed, decompose } from './decompose/decompose';
import { splitFusedProjections } from './fused-projections';
import { mergeSharedBytes } from './shared-bytes';

/**
 * The graph that is analysed in place of the file's: tied weights as one, fused operators in standard ones, fused projections apart. It computes the same,
 * and its weights are those of PyTorch. Nothing of it is written back.
 */
export function analysisGraph(graph: OnnxGraph): Decomposed {
  const decomposed = decompose(mergeSharedBytes(graph));
  return { ...decomposed, graph: splitFusedProjections(decomposed.graph, decomposed.fused) };
}
