import type { Attribute, OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { restoreFrequencies, restoreScalar } from './rounded-constants';
import { readWeight } from './weight-values';

const HALF_TYPES = new Set(['float16', 'bfloat16']);
/** `TensorProto.DataType` of float16 and bfloat16, and of float32. */
const HALF_NUMBERS = new Set([10, 16]);
const FLOAT32 = 1;

/**
 * The graph of a float16 or bfloat16 model in float32: all arithmetic is done in float32, whatever the file's precision.
 *
 * The architecture's own constants are put back where the conversion rounded them, as it is the float32 model with these weights
 * that is analysed: roots of n (the scale of attention, the √2 of GELU), the constants of GELU's tanh form and the
 * frequencies of rotary embeddings, which float16 moves by up to 5e-4, and an epsilon of the layer norms below float16's smallest number, which `layerNormEpsilon` names.
 *
 * @param weights value names of the weights: left alone, they are read from the file where they are needed
 */
export function toFloat32Graph(graph: OnnxGraph, weights: ReadonlySet<string>, layerNormEpsilon: number | null): OnnxGraph {
  const isHalf = (tensor: StoredTensor): boolean => HALF_TYPES.has(tensor.dataType);
  const convert = (tensor: StoredTensor): StoredTensor => toFloat32(tensor, layerNormEpsilon);
  const initializers = [...graph.initializers].map(
    ([name, tensor]) => [name, isHalf(tensor) && !weights.has(name) ? convert(tensor) : tensor] as const,
  );
  const nodes = graph.nodes.map((node): OnnxNode => {
    if (weights.has(node.outputs[0] ?? '')) return node;
    const attributes = new Map(
      [...node.attributes].map(([name, attribute]) => [name, convertAttribute(node, name, attribute, isHalf, convert)]),
    );
    return { ...node, attributes };
  });
  return { ...graph, nodes, initializers: new Map(initializers) };
}

function convertAttribute(
  node: OnnxNode,
  name: string,
  attribute: Attribute,
  isHalf: (t: StoredTensor) => boolean,
  convert: (t: StoredTensor) => StoredTensor,
): Attribute {
  if (attribute.kind === 'tensor' && isHalf(attribute.value)) return { kind: 'tensor', value: convert(attribute.value) };
  const castToHalf = node.opType === 'Cast' && name === 'to' && attribute.kind === 'int' && HALF_NUMBERS.has(attribute.value);
  return castToHalf ? { kind: 'int', value: FLOAT32 } : attribute;
}

function toFloat32(tensor: StoredTensor, layerNormEpsilon: number | null): StoredTensor {
  const values = readWeight(tensor).slice();
  if (tensor.dataType === 'float16') restore(values, layerNormEpsilon);
  return {
    name: tensor.name,
    dims: tensor.dims,
    dataType: 'float32',
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    range: null,
  };
}

function restore(values: Float32Array, layerNormEpsilon: number | null): void {
  if (values.length === 1) values[0] = restoreScalar(values[0] ?? 0, layerNormEpsilon);
  const frequencies = restoreFrequencies(values);
  if (frequencies !== null) values.set(frequencies);
}
