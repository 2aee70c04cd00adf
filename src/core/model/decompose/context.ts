import type { Attribute, OnnxNode, StoredTensor } from '../../onnx/graph';
import type { GraphFacts } from './facts';

/**
 * How one operator is written in standard ones. Gives the names of its outputs in the node's order; null for those that are not made
 * (the state of a cache, the statistics of a norm).
 */
export type Decomposition = (c: DecomposeContext) => readonly (string | null)[];

/** Thrown by a decomposition that does not cover what its node asks for: `reason` completes "Operator … ". */
export class NotDecomposed extends Error {}

/** A bare number is an integer attribute. */
type AttributeValue = number | readonly number[] | string | Attribute;

/** What a decomposition reads of its node, and writes in its place. */
export class DecomposeContext {
  readonly nodes: OnnxNode[] = [];
  readonly constants: StoredTensor[] = [];
  /** Values of the file that are no weights: rotary tables. */
  readonly buffers: string[] = [];
  /** Weights that are three in PyTorch: query, key and value. */
  readonly fused: string[] = [];

  /** @param prefix of the names of everything that is made; nothing else in the graph begins so */
  constructor(
    private readonly original: OnnxNode,
    private readonly facts: GraphFacts,
    private readonly prefix: string,
  ) {}

  has(index: number): boolean {
    return (this.original.inputs[index] ?? '') !== '';
  }

  /** Whether another node takes output `index`. */
  isTaken(index: number): boolean {
    return this.facts.isTaken(this.original.outputs[index] ?? '');
  }

  input(index: number): string {
    const name = this.original.inputs[index] ?? '';
    if (name === '') throw new NotDecomposed(`lacks its input ${index}`);
    return name;
  }

  optional(index: number): string | null {
    return this.has(index) ? this.input(index) : null;
  }

  int(name: string, fallback: number): number {
    const value = this.original.attributes.get(name);
    return value?.kind === 'int' ? value.value : fallback;
  }

  requiredInt(name: string): number {
    const value = this.int(name, 0);
    if (value < 1) throw new NotDecomposed(`does not say its ${name}`);
    return value;
  }

  float(name: string, fallback: number): number {
    const value = this.original.attributes.get(name);
    return value?.kind === 'float' ? value.value : fallback;
  }

  text(name: string, fallback: string): string {
    const value = this.original.attributes.get(name);
    return value?.kind === 'string' ? value.value : fallback;
  }

  ints(name: string): readonly number[] | null {
    const value = this.original.attributes.get(name);
    return value?.kind === 'ints' ? value.value : null;
  }

  rank(value: string): number {
    const rank = this.facts.rankOf(value);
    if (rank === null) throw new NotDecomposed(`has an input of unknown rank`);
    return rank;
  }

  /** Whether a product gives the value: then a bias beside it belongs to that product. */
  isProduct(value: string): boolean {
    const opType = this.facts.producer(value)?.opType;
    return opType === 'MatMul' || opType === 'Gemm';
  }

  /** Whether a value is of type bool. */
  isTruth(value: string): boolean {
    return this.facts.isTruth(value);
  }

  /** The last dimension of a product with an initializer, through the addition of a bias; null for another value. */
  width(value: string): number | null {
    const node = this.facts.producer(value);
    if (node?.opType === 'Add') return node.inputs.map((input) => this.width(input)).find((width) => width !== null) ?? null;
    return node?.opType === 'MatMul' ? (this.dims(node.inputs[1] ?? '')?.at(-1) ?? null) : null;
  }

  dims(value: string): readonly number[] | null {
    return this.facts.dimsOf(value);
  }

  node(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>> = {}): string {
    return this.several(opType, inputs, attributes, 1)[0] ?? '';
  }

  several(opType: string, inputs: readonly string[], attributes: Readonly<Record<string, AttributeValue>>, count: number): string[] {
    const outputs = Array.from({ length: count }, (_, index) => `${this.prefix}${this.nodes.length}.${index}`);
    this.push(opType, inputs, outputs, new Map(Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)])));
    return outputs;
  }

  /** The node's output `index` is this value. */
  give(index: number, value: string): void {
    const name = this.original.outputs[index] ?? '';
    if (name !== '') this.push('Identity', [value], [name], new Map());
  }

  scalar(value: number): string {
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    return this.constant({ name: `${this.prefix}c${this.constants.length}`, dataType: 'float32', dims: [], bytes, range: null });
  }

  integers(values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.constant({ name: `${this.prefix}c${this.constants.length}`, dataType: 'int64', dims: [values.length], bytes, range: null });
  }

  integer(value: number): string {
    return this.node('Squeeze', [this.integers([value])]);
  }

  /** One dimension of a value, as an integer. */
  dimension(value: string, axis: number): string {
    return this.node('Gather', [this.node('Shape', [value]), this.integer(axis)], { axis: 0 });
  }

  reshape(value: string, shape: readonly number[]): string {
    return this.node('Reshape', [value, this.integers(shape)]);
  }

  private constant(tensor: StoredTensor): string {
    this.constants.push(tensor);
    return tensor.name;
  }

  private push(opType: string, inputs: readonly string[], outputs: readonly string[], attributes: ReadonlyMap<string, Attribute>): void {
    const { metadata } = this.original;
    this.nodes.push({ name: scopedName(this.original), opType, domain: '', inputs, outputs, attributes, metadata });
  }
}

/** A fused node often has a name without a path, while what it gives keeps the one of the module it was traced in. */
function scopedName({ name, outputs: [output = ''] }: OnnxNode): string {
  return name.startsWith('/') || !output.startsWith('/') ? name : output;
}

export const real = (value: number): Attribute => ({ kind: 'float', value });

function attributeOf(value: AttributeValue): Attribute {
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  return 'kind' in value ? value : { kind: 'ints', value };
}
