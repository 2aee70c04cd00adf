import type { OnnxGraph } from '../onnx/graph';
import { type Decomposed, decompose } from './decompose/decompose';
import { splitFusedProjections } from './fused-projections/split';
import { mergeSharedBytes } from './shared-bytes';
import { inlineSubgraphs } from './subgraphs/inline';

interface AnalysisGraph extends Pick<Decomposed, 'graph' | 'buffers' | 'refusals'> {
  /** Why a weight of queries, keys and values is left as one, by value name. */
  readonly whole: ReadonlyMap<string, string>;
}

/**
 * The graph that is analysed in place of the file's: constant branches and loops written out, tied weights as one, fused operators in
 * standard ones, fused projections apart. It computes the same, and its weights are those of PyTorch. Nothing of it is written back.
 */
export function analysisGraph(graph: OnnxGraph, opset: number): AnalysisGraph {
  const inlined = inlineSubgraphs(graph, opset);
  const decomposed = decompose(mergeSharedBytes(inlined.graph));
  const refusals = new Map([...inlined.refusals, ...decomposed.refusals]);
  return { buffers: decomposed.buffers, refusals, ...splitFusedProjections(decomposed) };
}
