import { GraphFacts } from '../decompose/facts';
import type { Decomposed } from '../decompose/decompose';
import type { Attribute, OnnxGraph, OnnxNode, StoredTensor } from '../../onnx/graph';
import { TensorSlice } from '../tensor-slice';
import { type Weight, findWeights } from '../weights';
import { Columns } from './columns';
import { architecturesNames, restoredNames } from './names';
import { type Parts, partsOf } from './parts';
import { Uses } from './uses';

/** A product with one weight for queries, keys and values. */
interface Fusion {
  readonly product: OnnxNode;
  readonly weight: Weight;
  /** The axis of the stored weight that runs over the product's columns. */
  readonly axis: 0 | 1;
  /** What lies between the weight and the product: Casts and Transposes. */
  readonly layout: readonly OnnxNode[];
  /** Whether a Transpose lies between the weight and the product. */
  readonly isTransposed: boolean;
  readonly add: OnnxNode | null;
  readonly bias: Weight | null;
  /** The last value before it is taken apart. */
  readonly output: string;
}

interface Apart {
  readonly graph: OnnxGraph;
  /** Why a weight of queries, keys and values is left as one, by value name. */
  readonly whole: ReadonlyMap<string, string>;
}

/**
 * Queries, keys and values that are one weight in the file, apart: a product, a bias and a part of the weight for each, so that each
 * has its name, its statistics and its mask. The parts are views of the file's tensor. Where the graph cuts the product by anything
 * but a Split of its last axis, the three products are joined again for it: y = [x·Q, x·K, x·V].
 *
 * A weight is taken apart when a name or an operator says that it is such a one, and the graph cuts its columns into three runs.
 */
export function splitFusedProjections({ graph, buffers, fused }: Pick<Decomposed, 'graph' | 'buffers' | 'fused'>): Apart {
  const uses = new Uses(graph);
  const facts = new GraphFacts(graph);
  for (const node of graph.nodes) facts.add(node);
  const weights = findWeights(graph, buffers);
  const biases = new Map(
    weights.flatMap((weight) => (weight.tensor.dims.length === 1 ? weight.uses.map(({ node }) => [node, weight]) : [])),
  );
  const initializers = new Map(graph.initializers);
  const replaced = new Map<OnnxNode, readonly OnnxNode[]>();
  const whole = new Map<string, string>();
  for (const weight of weights) {
    const fusion = fusionOf(uses, weight, biases);
    if (fusion === null) continue;
    const isTools = fused.has(weight.value);
    const own = isTools ? null : architecturesNames(graph, fusion.bias === null ? [weight] : [weight, fusion.bias]);
    if (own === null && !isTools) continue;
    const total = weight.tensor.dims[fusion.axis] ?? 0;
    const parts = partsOf(uses, fusion.output, total, Columns.of(total, facts.rankOf(fusion.output)));
    if (parts?.kind !== 'runs') {
      whole.set(weight.value, WHOLE[parts?.kind ?? 'unknown']);
      continue;
    }
    const { product, add, layout } = fusion;
    const names = own ?? restoredNames(graph, uses, product.name || weight.value, parts.split?.outputs[2] ?? '');
    for (const node of [...layout, product, add, parts.split]) if (node !== null) replaced.set(node, []);
    replaced.set(parts.split ?? add ?? product, apart(fusion, parts, names, initializers));
  }
  if (replaced.size === 0) return { graph, whole };
  return { graph: { ...graph, initializers, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? [node]) }, whole };
}

const WHOLE = {
  interleaved: 'The queries, keys and values of each head lie together, so that none of the three is one block of the matrix.',
  unknown: 'The graph does not show which part of the matrix is queries, keys or values.',
} as const;

/** A matrix that one product alone multiplies with, from the right. */
function fusionOf(uses: Uses, weight: Weight, biases: ReadonlyMap<OnnxNode, Weight>): Fusion | null {
  const [use, second] = weight.uses;
  if (use === undefined || second !== undefined || uses.count(weight.value) !== 1) return null;
  const { node: product, inputIndex, transposed: isTransposed } = use;
  const layout = layoutOf(uses, product.inputs[1] ?? '');
  if (weight.tensor.dims.length !== 2 || inputIndex !== 1 || layout === null) return null;
  if (product.opType !== 'MatMul' && product.opType !== 'Gemm') return null;
  const axis = isTransposed === isSet(product, 'transB') ? 1 : 0;
  const output = product.outputs[0] ?? '';
  const alone = { product, weight, axis, layout, isTransposed, add: null, output } as const;
  if (product.opType === 'Gemm') {
    const bias = ownBias(uses, weight, axis, biases.get(product));
    return (product.inputs[2] ?? '') !== '' && bias === null ? null : { ...alone, bias };
  }
  const [add, other] = uses.takers(output);
  const bias = add?.opType === 'Add' && other === undefined ? ownBias(uses, weight, axis, biases.get(add)) : null;
  return add === undefined || bias === null ? { ...alone, bias: null } : { ...alone, add, bias, output: add.outputs[0] ?? '' };
}

function isSet(node: OnnxNode, name: string): boolean {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' && attribute.value === 1;
}

/** A bias of the product's columns that nothing else adds. */
function ownBias(uses: Uses, { tensor }: Weight, axis: 0 | 1, bias: Weight | undefined): Weight | null {
  const isOwn = bias !== undefined && bias.tensor.dims[0] === tensor.dims[axis] && uses.count(bias.value) === 1;
  return isOwn ? bias : null;
}

/** The nodes by which a weight comes to its product in its own two dimensions; null when something else is done to it. */
function layoutOf(uses: Uses, value: string): OnnxNode[] | null {
  const node = uses.producer(value);
  if (node === undefined) return [];
  if (uses.count(value) !== 1) return null;
  if (node.opType === 'Constant') return [node];
  const before = ['Cast', 'Identity', 'Transpose'].includes(node.opType) ? layoutOf(uses, node.inputs[0] ?? '') : null;
  return before === null ? null : [...before, node];
}

function apart(
  { product, weight, axis, isTransposed, add, bias, output }: Fusion,
  { sizes, split }: Extract<Parts, { kind: 'runs' }>,
  names: readonly string[],
  into: Map<string, StoredTensor>,
): OnnxNode[] {
  into.delete(weight.value);
  if (bias !== null) into.delete(bias.value);
  let start = 0;
  const outputs = sizes.map((_, index) => split?.outputs[index] ?? `${names[index] ?? ''}.output`);
  const nodes = sizes.flatMap((size, index): OnnxNode[] => {
    const name = names[index] ?? '';
    const slice = (part: string, { tensor }: Weight, along: number): string => {
      into.set(part, new TensorSlice(part, tensor, along, start, size));
      return part;
    };
    const matrix = slice(`${name}.weight`, weight, axis);
    const vector = bias === null ? null : slice(`${name}.bias`, bias, 0);
    start += size;
    const result = outputs[index] ?? '';
    const between = add === null ? result : `${name}.product`;
    const turned = `${name}.transposed`;
    const inputs = [product.inputs[0] ?? '', isTransposed ? turned : matrix, ...(add === null && vector !== null ? [vector] : [])];
    const multiply = { ...product, inputs, outputs: [between] };
    return [
      ...(isTransposed ? [standard('Transpose', [matrix], turned, ['perm', { kind: 'ints', value: [1, 0] }])] : []),
      multiply,
      ...(add === null || vector === null ? [] : [{ ...add, inputs: [between, vector], outputs: [result] }]),
    ];
  });
  return split === null ? [...nodes, standard('Concat', outputs, output, ['axis', { kind: 'int', value: -1 }])] : nodes;
}

function standard(opType: string, inputs: readonly string[], output: string, attribute: readonly [string, Attribute]): OnnxNode {
  return { name: '', opType, domain: '', inputs, outputs: [output], attributes: new Map([attribute]), metadata: new Map() };
}
