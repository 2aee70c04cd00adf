import type { Attribute, OnnxGraph, OnnxNode, StoredTensor } from '../../onnx/graph';

/** Operators that give truth values, and those that hand on the type of their first input (`Where`: of its second). */
const TRUTHS = new Set(['Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'And', 'Or', 'Not', 'Xor', 'IsNaN', 'IsInf']);
const TYPE_KEEPERS = new Set(['Identity', 'Reshape', 'Expand', 'Squeeze', 'Unsqueeze', 'Transpose', 'Slice', 'Concat', 'Gather', 'Tile']);
/** `TensorProto.DataType` of bool. */
const BOOL = 9;

/** What a decomposition may ask of the graph around its node. */
export class GraphFacts {
  private readonly producers = new Map<string, OnnxNode>();
  private readonly constants: Map<string, StoredTensor>;
  private readonly ranks = new Map<string, number | null>();
  private readonly truths = new Set<string>();
  private readonly taken: ReadonlySet<string>;

  constructor(graph: OnnxGraph) {
    this.constants = new Map(graph.initializers);
    for (const { name, shape, dataType } of graph.inputs) {
      this.ranks.set(name, shape?.length ?? null);
      if (dataType === 'bool') this.truths.add(name);
    }
    for (const tensor of graph.initializers.values()) this.addConstant(tensor);
    this.taken = new Set(graph.nodes.flatMap((node) => node.inputs));
  }

  addConstant(tensor: StoredTensor): void {
    const { name, dims, dataType } = tensor;
    this.constants.set(name, tensor);
    this.ranks.set(name, dims.length);
    if (dataType === 'bool') this.truths.add(name);
  }

  /** Nodes are added in the graph's order, so that what a node depends on is known before it. */
  add(node: OnnxNode): void {
    const rank = this.rankOfOutputs(node);
    const truth = this.givesTruths(node);
    for (const output of node.outputs) {
      this.producers.set(output, node);
      this.ranks.set(output, rank);
      if (truth) this.truths.add(output);
    }
  }

  producer(value: string): OnnxNode | undefined {
    return this.producers.get(value);
  }

  /** The dimensions of an initializer; null for what is computed. */
  dimsOf(value: string): readonly number[] | null {
    return this.constants.get(value)?.dims ?? null;
  }

  /** How many dimensions a value has, as far as the operators that made it tell; null when they do not. */
  rankOf(value: string): number | null {
    return this.ranks.get(value) ?? null;
  }

  isTaken(value: string): boolean {
    return value !== '' && this.taken.has(value);
  }

  /** Whether a value is of type bool. */
  isTruth(value: string): boolean {
    return this.truths.has(value);
  }

  private givesTruths({ opType, inputs, attributes }: OnnxNode): boolean {
    if (opType === 'Cast') return isInt(attributes.get('to'), BOOL);
    if (opType === 'Constant') {
      const value = attributes.get('value');
      return value?.kind === 'tensor' && value.value.dataType === 'bool';
    }
    if (opType === 'Where') return this.isTruth(inputs[1] ?? '');
    return TRUTHS.has(opType) || (TYPE_KEEPERS.has(opType) && this.isTruth(inputs[0] ?? ''));
  }

  private rankOfOutputs(node: OnnxNode): number | null {
    const [first = '', second = ''] = node.inputs;
    const rank = this.rankOf(first);
    switch (node.opType) {
      case 'Reshape':
      case 'Expand':
        return this.lengthOf(second);
      case 'Constant': {
        const value = node.attributes.get('value');
        return value?.kind === 'tensor' ? value.value.dims.length : null;
      }
      case 'Shape':
        return 1;
      case 'Gather': {
        const indices = this.rankOf(second);
        return rank === null || indices === null ? null : rank + indices - 1;
      }
      case 'Squeeze':
        return this.shifted(node, rank, -1);
      case 'Unsqueeze':
        return this.shifted(node, rank, 1);
      case 'ReduceSum':
      case 'ReduceMean':
      case 'ReduceMax':
        return isKept(node) ? rank : this.shifted(node, rank, -1);
      default:
        return this.widest(node);
    }
  }

  /** Everything else keeps the rank of its inputs, or broadcasts to the largest. */
  private widest(node: OnnxNode): number | null {
    const ranks = node.inputs.flatMap((input) => (input === '' ? [] : [this.rankOf(input)]));
    return ranks.some((rank) => rank === null) || ranks.length === 0 ? null : Math.max(...ranks.map((rank) => rank ?? 0));
  }

  private shifted(node: OnnxNode, rank: number | null, sign: 1 | -1): number | null {
    const attribute = node.attributes.get('axes');
    const count = attribute?.kind === 'ints' ? attribute.value.length : this.lengthOf(node.inputs[1] ?? '');
    return rank === null || count === null ? null : rank + sign * count;
  }

  /** The length of a list of integers: of a constant, or of a Concat of single ones. */
  private lengthOf(value: string): number | null {
    const dims = this.dimsOf(value);
    if (dims !== null) return dims[0] ?? null;
    const node = this.producers.get(value);
    const constant = node?.attributes.get('value');
    if (node?.opType === 'Constant' && constant?.kind === 'tensor') return constant.value.dims[0] ?? null;
    return node?.opType === 'Concat' ? node.inputs.length : null;
  }
}

const isKept = ({ attributes }: OnnxNode): boolean => !isInt(attributes.get('keepdims'), 0);

const isInt = (attribute: Attribute | undefined, value: number): boolean => attribute?.kind === 'int' && attribute.value === value;
