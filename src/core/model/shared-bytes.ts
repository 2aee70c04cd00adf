import type { OnnxGraph, StoredTensor } from '../onnx/graph';

/**
 * Tied weights as one: initializers of one type and shape that lie on the same bytes of a file become the first of them, so that the weight
 * has one gradient, the sum over all its uses, and one mask.
 */
export function mergeSharedBytes(graph: OnnxGraph): OnnxGraph {
  const firsts = new Map<string, string>();
  const renamed = new Map<string, string>();
  for (const [name, tensor] of graph.initializers) {
    const key = placeOf(tensor);
    const first = key === null ? undefined : firsts.get(key);
    if (first !== undefined) renamed.set(name, first);
    else if (key !== null) firsts.set(key, name);
  }
  if (renamed.size === 0) return graph;
  const initializers = new Map([...graph.initializers].filter(([name]) => !renamed.has(name)));
  const nodes = graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map((input) => renamed.get(input) ?? input) }));
  return { ...graph, initializers, nodes };
}

function placeOf({ range, dims, dataType }: StoredTensor): string | null {
  return range === null || range.length === 0 ? null : JSON.stringify([range.file, range.offset, range.length, dims, dataType]);
}
