import type { OnnxGraph } from '../onnx/graph';
import { type Decomposed, decompose } from './decompose/decompose';
import { splitFusedProjections } from './fused-projections';
import { mergeSharedBytes } from './shared-bytes';
import { inlineSubgraphs } from './subgraphs/inline';

/**
 * The graph that is analysed in place of the file's: constant branches and loops written out, tied weights as one, fused operators in
 * standard ones, fused projections apart. It computes the same, and its weights are those of PyTorch. Nothing of it is written back.
 */
export function analysisGraph(graph: OnnxGraph, opset: number): Decomposed {
  const inlined = inlineSubgraphs(graph, opset);
  const decomposed = decompose(mergeSharedBytes(inlined.graph));
  const refusals = new Map([...inlined.refusals, ...decomposed.refusals]);
  return { ...decomposed, refusals, graph: splitFusedProjections(decomposed.graph, decomposed.fused) };
}
