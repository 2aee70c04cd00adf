import { getFloat16, setFloat16 } from '@petamoriken/float16';
import type { Attribute, OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { sizeOf } from '../tensor';
import { readWeight } from './weight-values';

const HALF_TYPES = new Set(['float16', 'bfloat16']);
/** `TensorProto.DataType` of float16 and bfloat16, and of float32. */
const HALF_NUMBERS = new Set([10, 16]);
const FLOAT32 = 1;
/** The smallest number that float16 holds: what a converter makes of an epsilon that it cannot hold. */
const SMALLEST_HALF = 2 ** -24;
/** √n and 1/√n are looked for up to this n: for GELU's √2, and for the sizes of heads, which are multiples of 8. */
const MAX_ROOT = 1024;
const isExpectedRoot = (n: number): boolean => n === 2 || (n % 8 === 0 && n <= MAX_ROOT);
/** The constants of GELU's approximation by tanh. */
const GELU_CONSTANTS = [0.044715, Math.sqrt(2 / Math.PI)];

/**
 * The graph of a float16 or bfloat16 model in float32: all arithmetic is done in float32, whatever the file's precision.
 *
 * The architecture's own constants are put back where the conversion rounded them, as it is the float32 model with these weights
 * that is analysed: √n and 1/√n (the scale of attention, the √2 of GELU) and the constants of GELU's tanh form, which float16 moves
 * by up to 5e-4, and an epsilon of the layer norms below float16's smallest number, which `layerNormEpsilon` names.
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
  const values = readWeight(tensor);
  if (sizeOf(tensor.dims) === 1 && tensor.dataType === 'float16') values[0] = restore(values[0] ?? 0, layerNormEpsilon);
  return {
    name: tensor.name,
    dims: tensor.dims,
    dataType: 'float32',
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    range: null,
  };
}

/** The constant that float16 rounded to `half`: the epsilon, one of GELU's, √n or 1/√n, or the number itself. */
function restore(half: number, layerNormEpsilon: number | null): number {
  if (half === SMALLEST_HALF && layerNormEpsilon !== null && layerNormEpsilon < SMALLEST_HALF) return layerNormEpsilon;
  if (half <= 0 || !Number.isFinite(half)) return half;
  const known = GELU_CONSTANTS.find((constant) => roundToHalf(constant) === half);
  if (known !== undefined) return known;
  const n = Math.round(half >= 1 ? half * half : 1 / (half * half));
  const root = half >= 1 ? Math.sqrt(n) : 1 / Math.sqrt(n);
  return isExpectedRoot(n) && roundToHalf(root) === half ? root : half;
}

function roundToHalf(value: number): number {
  const view = new DataView(new ArrayBuffer(2));
  setFloat16(view, 0, value, true);
  return getFloat16(view, 0, true);
}
