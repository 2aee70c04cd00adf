import { OnnxGraphError } from './errors';
import type { OnnxGraph, OnnxNode } from './graph';

/** More inputs or outputs than any real node has; what comes after may spread them as arguments of a call. */
const MAX_OPERANDS = 10_000;

/**
 * Check what ONNX promises of a graph and what all analysis relies on: every value is computed once, before it is used, and every
 * output is computed. Graphs inside attributes see the values around them.
 *
 * @throws OnnxGraphError naming the node and the value
 */
export function checkGraph(graph: OnnxGraph, outer: ReadonlySet<string> = new Set()): void {
  const defined = new Set([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name)]);
  const produced = new Set(graph.nodes.flatMap((node) => node.outputs));
  const available = (name: string): boolean => defined.has(name) || outer.has(name);
  for (const node of graph.nodes) {
    if (Math.max(node.inputs.length, node.outputs.length) > MAX_OPERANDS) {
      throw new OnnxGraphError(`A node has more than ${MAX_OPERANDS} inputs or outputs.`, placeOf(node));
    }
    for (const name of node.inputs) {
      if (name === '' || available(name)) continue;
      throw new OnnxGraphError(
        produced.has(name)
          ? `The value "${name}" is used before it is computed: the nodes are not sorted, or form a cycle.`
          : `The value "${name}" is used, but nothing computes it.`,
        placeOf(node),
      );
    }
    checkSubgraphs(node, defined, outer);
    for (const name of node.outputs) {
      if (name === '') continue;
      if (defined.has(name)) throw new OnnxGraphError(`The value "${name}" is computed twice.`, placeOf(node));
      defined.add(name);
    }
  }
  const missing = graph.outputs.find(({ name }) => !available(name));
  if (missing !== undefined) throw new OnnxGraphError(`Nothing computes the output "${missing.name}".`, `graph ${graph.name}`);
}

function checkSubgraphs(node: OnnxNode, defined: ReadonlySet<string>, outer: ReadonlySet<string>): void {
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') checkGraph(attribute.value, new Set([...outer, ...defined]));
  }
}

function placeOf(node: OnnxNode): string {
  return `node ${node.name || node.outputs.find((name) => name !== '') || '?'}, operator ${node.opType}`;
}
