import { isFloat } from '../onnx/data-types';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { sizeOf } from '../tensor';

/** A float tensor of the file that the network multiplies, adds or looks up: a weight, and the nodes that use it. */
export interface Weight {
  /** The value name under which nodes refer to it. */
  readonly value: string;
  readonly tensor: StoredTensor;
  readonly uses: readonly WeightUse[];
}

export interface WeightUse {
  readonly node: OnnxNode;
  readonly inputIndex: number;
  /** Whether the value was transposed on the way from the tensor to the node (a Transpose node on the weight). */
  readonly transposed: boolean;
}

/** Float tensors of rotary embeddings and masks: constants of the architecture, not weights. */
const BUFFER_NAME =
  /(^|[._/])(inv_freq|(cos|sin)_?(cache|cached)?|rotary_emb.*|masked_bias|attn_bias|causal_mask|position_ids|attention_mask)$/;

/** Operators that hand a weight on in another layout or type. */
const LAYOUT_OPERATORS = new Set(['Transpose', 'Cast', 'Identity', 'Reshape', 'Squeeze', 'Unsqueeze']);

/** Operators that look at an input's shape alone. */
export const SHAPE_OPERATORS = new Set(['Shape', 'Size']);

interface Source {
  readonly value: string;
  readonly transposed: boolean;
}

/**
 * Find the weights by how the graph uses them, whatever they are called: a float tensor is a weight when rows of it are looked
 * up, or when it meets an activation (something computed from another weight) in a node.
 *
 * @param buffers float tensors that are known to be no weights
 */
export function findWeights(graph: OnnxGraph, buffers: ReadonlySet<string> = new Set()): Weight[] {
  const candidates = weightCandidates(graph, buffers);
  const sources = new Map<string, Source>([...candidates.keys()].map((value) => [value, { value, transposed: false }]));
  const uses = new Map<string, WeightUse[]>();
  const activations = new Set<string>();
  for (const node of graph.nodes) {
    if (SHAPE_OPERATORS.has(node.opType)) continue;
    if (passesLayoutOn(node, sources)) continue;
    const looksUp = node.opType === 'Gather' && sources.has(node.inputs[0] ?? '') && !candidates.has(node.inputs[1] ?? '');
    const meetsActivation = node.inputs.some((input) => activations.has(input));
    if (!looksUp && !meetsActivation) continue;
    node.inputs.forEach((input, inputIndex) => {
      const source = sources.get(input);
      if (source === undefined) return;
      const list = uses.get(source.value) ?? [];
      list.push({ node, inputIndex, transposed: source.transposed });
      uses.set(source.value, list);
    });
    for (const output of node.outputs) activations.add(output);
  }
  return [...uses].flatMap(([value, list]) => {
    const tensor = candidates.get(value);
    return tensor === undefined ? [] : [{ value, tensor, uses: list }];
  });
}

/** Float tensors with more than one element, initializers and Constant nodes alike, by value name. */
function weightCandidates(graph: OnnxGraph, buffers: ReadonlySet<string>): Map<string, StoredTensor> {
  const candidates = new Map<string, StoredTensor>();
  const offer = (name: string, tensor: StoredTensor): void => {
    const isWeight = isFloat(tensor.dataType) && sizeOf(tensor.dims) > 1 && !BUFFER_NAME.test(name) && !buffers.has(name);
    if (isWeight) candidates.set(name, tensor);
  };
  for (const [name, tensor] of graph.initializers) offer(name, tensor);
  for (const node of graph.nodes) {
    const value = node.attributes.get('value');
    const output = node.outputs[0];
    if (node.opType === 'Constant' && value?.kind === 'tensor' && output !== undefined) offer(output, value.value);
  }
  return candidates;
}

function passesLayoutOn(node: OnnxNode, sources: Map<string, Source>): boolean {
  const source = LAYOUT_OPERATORS.has(node.opType) ? sources.get(node.inputs[0] ?? '') : undefined;
  const output = node.outputs[0];
  if (source === undefined || output === undefined) return false;
  sources.set(output, { value: source.value, transposed: source.transposed !== (node.opType === 'Transpose') });
  return true;
}
