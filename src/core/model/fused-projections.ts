import { storedToHost } from '../interpreter/stored-to-host';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { TensorSlice } from './tensor-slice';

/** The name that ONNX Runtime GenAI's builder gives to the one matrix it makes of three. Some architectures have one from the start. */
const BUILDER_NAME = /\.attn\.qkv_proj\.MatMul\.weight$/;

/** A product with one weight for queries, keys and values, and where its parts go. */
interface Fusion {
  readonly product: OnnxNode;
  readonly weight: StoredTensor;
  readonly add: OnnxNode | null;
  readonly bias: StoredTensor | null;
  readonly split: OnnxNode;
  readonly sizes: readonly number[];
}

/**
 * Projections that a tool fused into one weight, apart again: a product, a bias and a part of the weight for each of query, key and
 * value, so that each has its name, its statistics and its mask as in PyTorch. The parts are views of the file's tensor.
 *
 * @param fused names of weights that are known to be three in PyTorch, besides those that GenAI's builder names
 */
export function splitFusedProjections(graph: OnnxGraph, fused: ReadonlySet<string>): OnnxGraph {
  const uses = new Uses(graph);
  const fusions = graph.nodes.flatMap((split) => findFusion(graph, uses, split, fused) ?? []);
  if (fusions.length === 0) return graph;
  const initializers = new Map(graph.initializers);
  const replaced = new Map<OnnxNode, readonly OnnxNode[]>();
  for (const fusion of fusions) {
    replaced.set(fusion.split, apart(fusion, partNames(graph, uses, fusion), initializers));
    for (const node of [fusion.product, fusion.add]) if (node !== null) replaced.set(node, []);
  }
  return { ...graph, initializers, nodes: graph.nodes.flatMap((node) => replaced.get(node) ?? [node]) };
}

function findFusion(graph: OnnxGraph, uses: Uses, split: OnnxNode, fused: ReadonlySet<string>): Fusion | null {
  if (split.opType !== 'Split' || split.outputs.length !== 3) return null;
  const before = uses.onlyProducer(split.inputs[0] ?? '');
  const add = before?.opType === 'Add' ? before : null;
  const bias = add?.inputs.map((input) => graph.initializers.get(input)).find((tensor) => tensor?.dims.length === 1) ?? null;
  if (add !== null && bias === null) return null;
  const product = add === null ? before : uses.onlyProducer(add.inputs.find((input) => input !== bias?.name) ?? '');
  const weight = product?.opType === 'MatMul' ? storedBehind(graph, uses, product.inputs[1] ?? '') : undefined;
  if (product === undefined || weight === undefined || weight.dims.length !== 2) return null;
  if (!fused.has(weight.name) && !BUILDER_NAME.test(weight.name)) return null;
  const sizes = constantInts(graph, uses, split.inputs[1] ?? '');
  const total = sizes?.reduce((sum, size) => sum + size, 0);
  const fits = sizes?.length === 3 && total === weight.dims[1] && (bias === null || bias.dims[0] === total);
  return fits && uses.count(weight.name) === 1 ? { product, weight, add, bias, split, sizes } : null;
}

/** The tensor that a value is, or is a Cast of: weights stored in half precision are cast before they are used. */
function storedBehind(graph: OnnxGraph, uses: Uses, value: string): StoredTensor | undefined {
  const cast = uses.onlyProducer(value);
  return graph.initializers.get(cast?.opType === 'Cast' ? (cast.inputs[0] ?? '') : value);
}

function apart(
  { product, weight, add, bias, split, sizes }: Fusion,
  names: readonly string[],
  into: Map<string, StoredTensor>,
): OnnxNode[] {
  into.delete(weight.name);
  if (bias !== null) into.delete(bias.name);
  let start = 0;
  return sizes.flatMap((size, index) => {
    const name = names[index] ?? '';
    const output = split.outputs[index] ?? '';
    const slice = (part: string, whole: StoredTensor, axis: number): string => {
      into.set(part, new TensorSlice(part, whole, axis, start, size));
      return part;
    };
    const matrix = slice(`${name}.weight`, weight, 1);
    const vector = bias === null ? null : slice(`${name}.bias`, bias, 0);
    start += size;
    const shared = [product.inputs[0] ?? '', matrix];
    if (add === null || vector === null) return [{ ...product, inputs: shared, outputs: [output] }];
    const between = `${name}.product`;
    return [
      { ...product, inputs: shared, outputs: [between] },
      { ...add, inputs: [between, vector], outputs: [output] },
    ];
  });
}

/** How architectures call the three, by the bias of the output projection that ONNX Runtime leaves by its name. */
const FAMILIES: readonly (readonly [RegExp, readonly [string, string, string]])[] = [
  [/^(.*attention)\.output\.dense\.bias$/, ['$1.self.query', '$1.self.key', '$1.self.value']],
  [/^(.*attention)\.out_lin\.bias$/, ['$1.q_lin', '$1.k_lin', '$1.v_lin']],
  [/^(.*\.attn)\.o\.bias$/, ['$1.q', '$1.k', '$1.v']],
  [/^(.*)\.(o_proj|out_proj)\.bias$/, ['$1.q_proj', '$1.k_proj', '$1.v_proj']],
];

/** Module paths of the three parts. */
function partNames(graph: OnnxGraph, uses: Uses, { weight, split, product }: Fusion): string[] {
  if (BUILDER_NAME.test(weight.name)) {
    const builder = weight.name.replace(/\.MatMul\.weight$/, '').replace('.attn.', '.self_attn.');
    return ['q_proj', 'k_proj', 'v_proj'].map((part) => builder.replace('qkv_proj', part));
  }
  const bias = uses.following(split.outputs[2] ?? '', (node) =>
    node.inputs.find((input) => /\.bias$/.test(input) && graph.initializers.has(input)),
  );
  const family = FAMILIES.find(([pattern]) => bias !== null && pattern.test(bias));
  if (bias !== null && family !== undefined) return family[1].map((name) => bias.replace(family[0], name));
  const scope = (product.name || weight.name).replace(/[^\w.]+/g, '.');
  return ['q_proj', 'k_proj', 'v_proj'].map((part) => `${scope}.${part}`);
}

/** Who computes and who takes each value. */
class Uses {
  private readonly producers = new Map<string, OnnxNode>();
  private readonly consumers = new Map<string, OnnxNode[]>();

  constructor(graph: OnnxGraph) {
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.producers.set(output, node);
      for (const input of node.inputs) this.consumers.set(input, [...(this.consumers.get(input) ?? []), node]);
    }
  }

  producer(value: string): OnnxNode | undefined {
    return this.producers.get(value);
  }

  count(value: string): number {
    return this.consumers.get(value)?.length ?? 0;
  }

  /** Who computes a value that one node alone takes. */
  onlyProducer(value: string): OnnxNode | undefined {
    return this.count(value) === 1 ? this.producers.get(value) : undefined;
  }

  /** What `find` gives for the first node after a value, along values that one node alone takes. */
  following(value: string, find: (node: OnnxNode) => string | undefined): string | null {
    const [node] = this.consumers.get(value) ?? [];
    if (node === undefined || this.count(value) !== 1) return null;
    return find(node) ?? this.following(node.outputs[0] ?? '', find);
  }
}

function constantInts(graph: OnnxGraph, uses: Uses, name: string): number[] | null {
  const value = uses.producer(name)?.attributes.get('value');
  const tensor = graph.initializers.get(name) ?? (value?.kind === 'tensor' ? value.value : undefined);
  return tensor?.dataType === 'int64' ? [...storedToHost(tensor).data] : null;
}
