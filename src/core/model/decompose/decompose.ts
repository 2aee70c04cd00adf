import type { OnnxGraph, OnnxNode, StoredTensor } from '../../onnx/graph';
import { DecomposeContext, NotDecomposed } from './context';
import { GraphFacts } from './facts';
import { DECOMPOSITIONS } from './operators';

/** A graph in standard operators, as it is analysed. */
export interface Decomposed {
  readonly graph: OnnxGraph;
  /** Float tensors that are tables of the architecture, not weights. */
  readonly buffers: ReadonlySet<string>;
  /** Weights that a tool made of three: query, key and value. */
  readonly fused: ReadonlySet<string>;
  /** Why a node that has a decomposition is left as it is, by its first output. */
  readonly refusals: ReadonlyMap<string, string>;
}

/**
 * Write the fused operators of a graph in standard ones (ONNX Runtime's own operators, and the standard ones that are functions of
 * others). The file keeps what it has: the result is only read.
 */
export function decompose(graph: OnnxGraph): Decomposed {
  const facts = new GraphFacts(graph);
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, StoredTensor>(graph.initializers);
  const buffers = new Set<string>();
  const fused = new Set<string>();
  const refusals = new Map<string, string>();
  const prefix = freshPrefix(graph);
  graph.nodes.forEach((node, index) => {
    const written = write(node, facts, `${prefix}${index}.`);
    if (typeof written === 'string') refusals.set(node.outputs[0] ?? '', written);
    const parts = written === null || typeof written === 'string' ? null : written;
    for (const constant of parts?.constants ?? []) {
      initializers.set(constant.name, constant);
      facts.addConstant(constant);
    }
    for (const part of parts?.nodes ?? [node]) {
      nodes.push(part);
      facts.add(part);
    }
    for (const weight of parts?.fused ?? []) fused.add(weight);
    for (const buffer of parts?.buffers ?? []) buffers.add(buffer);
  });
  return { graph: { ...graph, nodes, initializers }, buffers, fused, refusals };
}

/** The nodes in place of one; null for an operator that stays, and a reason where its decomposition does not cover it. */
function write(node: OnnxNode, facts: GraphFacts, prefix: string): DecomposeContext | string | null {
  const decomposition = DECOMPOSITIONS.get(`${node.domain}:${node.opType}`);
  if (decomposition === undefined) return null;
  const context = new DecomposeContext(node, facts, prefix);
  try {
    decomposition(context).forEach((value, index) => {
      if (value !== null) context.give(index, value);
    });
    return context;
  } catch (error) {
    if (!(error instanceof NotDecomposed)) throw error;
    return error.message;
  }
}

/** A prefix that no value of the graph has. */
function freshPrefix(graph: OnnxGraph): string {
  const names = [...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)];
  let prefix = 'decomposed.';
  while (names.some((name) => name.startsWith(prefix))) prefix = `.${prefix}`;
  return prefix;
}
