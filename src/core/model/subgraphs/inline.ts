import type { Attribute, OnnxGraph, OnnxNode, StoredTensor } from '../../onnx/graph';
import { Constants } from './constants';

/** A graph whose nodes hold no graphs, but for those that are refused. */
export interface Inlined {
  readonly graph: OnnxGraph;
  /** Why an If, Loop or Scan stays, by its first output: completes a sentence that begins with its name. */
  readonly refusals: ReadonlyMap<string, string>;
}

/** A loop is written out this often at most, and all of them together become this many nodes. */
const MAX_TRIPS = 64;
const MAX_NODES = 100_000;

class NotInlined extends Error {}

/** Names of a graph's values around it. */
type Scope = ReadonlyMap<string, string>;

const hasGraph = ({ attributes }: OnnxNode): boolean => [...attributes.values()].some(({ kind }) => kind === 'graph');

/**
 * Write out If, Loop and Scan where they are constant: a condition that follows from the file alone, a small number of rounds. The values
 * inside keep their names as far as those are free, and weights stay the tensors of the file, so that they are pruned where they lie.
 */
export function inlineSubgraphs(graph: OnnxGraph, opset: number): Inlined {
  return graph.nodes.some(hasGraph) ? new Inliner(graph, opset).run() : { graph, refusals: new Map() };
}

class Inliner {
  private nodes: OnnxNode[] = [];
  private readonly initializers: Map<string, StoredTensor>;
  private readonly constants: Constants;
  private readonly taken: Set<string>;
  private readonly copies = new Map<string, number>();
  /** A tensor inside a loop is one, however often the loop is written out. */
  private readonly placed = new Map<StoredTensor, string>();
  private readonly refusals = new Map<string, string>();
  private written = 0;

  constructor(
    private readonly graph: OnnxGraph,
    opset: number,
  ) {
    this.constants = new Constants(opset);
    this.initializers = new Map(graph.initializers);
    for (const [name, tensor] of graph.initializers) this.constants.addTensor(name, tensor);
    const outputs = graph.nodes.flatMap((node) => node.outputs);
    this.taken = new Set([...graph.initializers.keys(), ...graph.inputs.map(({ name }) => name), ...outputs]);
  }

  run(): Inlined {
    for (const node of this.graph.nodes) this.visit(node, new Map());
    return { graph: { ...this.graph, nodes: this.nodes, initializers: this.initializers }, refusals: this.refusals };
  }

  private visit(original: OnnxNode, scope: Scope): void {
    const rename = (name: string): string => scope.get(name) ?? name;
    const node = { ...original, inputs: original.inputs.map(rename), outputs: original.outputs.map(rename) };
    if (!hasGraph(node)) {
      this.add(node);
      return;
    }
    const before = this.nodes.length;
    try {
      this.write(node, scope).forEach((value, index) => {
        const output = node.outputs[index] ?? '';
        if (output !== '') this.node(node, 'Identity', [value], output);
      });
    } catch (error) {
      if (!(error instanceof NotInlined)) throw error;
      this.nodes = this.nodes.slice(0, before);
      this.refusals.set(node.outputs[0] ?? '', error.message);
      this.add(node);
    }
  }

  /** Values of the node's outputs. */
  private write(node: OnnxNode, scope: Scope): string[] {
    const operator = node.domain === '' ? node.opType : '';
    if (operator === 'If') return this.writeIf(node, scope);
    if (operator === 'Loop') return this.writeLoop(node, scope);
    if (operator === 'Scan') return this.writeScan(node, scope);
    throw new NotInlined('holds a graph');
  }

  private writeIf(node: OnnxNode, scope: Scope): string[] {
    const holds = this.constant(node, 0, 'has a condition that is not constant') !== 0;
    return this.instance(subgraph(node, holds ? 'then_branch' : 'else_branch'), [], scope);
  }

  private writeLoop(node: OnnxNode, scope: Scope): string[] {
    const [count = '', condition = ''] = node.inputs;
    const trips = count === '' ? Infinity : this.constant(node, 0, 'runs a number of times that is not constant');
    const body = subgraph(node, 'body');
    let goesOn = condition === '' || this.constant(node, 1, 'has a condition that is not constant') !== 0;
    let carried = node.inputs.slice(2);
    const rounds: string[][] = [];
    while (goesOn && rounds.length < trips) {
      if (rounds.length === MAX_TRIPS) throw new NotInlined(`runs more than ${MAX_TRIPS} times`);
      const [next = '', ...values] = this.instance(body, [this.integer(rounds.length), this.truth(), ...carried], scope);
      carried = values.slice(0, carried.length);
      rounds.push(values.slice(carried.length));
      if (condition !== '') goesOn = this.truthOf(next);
    }
    return [...carried, ...this.collect(node, rounds, body.outputs.length - 1 - carried.length)];
  }

  /** Over tensors of the file alone: their length is known. */
  private writeScan(node: OnnxNode, scope: Scope): string[] {
    const body = subgraph(node, 'body');
    const scanned = node.attributes.get('num_scan_inputs');
    const count = scanned?.kind === 'int' ? scanned.value : 0;
    const other = [...node.attributes].find(([, value]) => value.kind === 'ints' && value.value.some((each) => each !== 0));
    if (other !== undefined) throw new NotInlined(`has ${other[0]} other than 0`);
    let carried = node.inputs.slice(0, node.inputs.length - count);
    const sequences = node.inputs.slice(node.inputs.length - count);
    const length = sequences.map((name) => this.constants.dimsOf(name)?.[0]).find((size) => size !== undefined);
    if (length === undefined) throw new NotInlined('runs a number of times that is not constant');
    if (length > MAX_TRIPS) throw new NotInlined(`runs more than ${MAX_TRIPS} times`);
    const rounds: string[][] = [];
    for (let round = 0; round < length; round++) {
      const slices = sequences.map((name) => this.node(node, 'Gather', [name, this.integer(round)]));
      const values = this.instance(body, [...carried, ...slices], scope);
      carried = values.slice(0, carried.length);
      rounds.push(values.slice(carried.length));
    }
    return [...carried, ...this.collect(node, rounds, body.outputs.length - carried.length)];
  }

  /** Write a graph out, with these values for its inputs. */
  private instance(graph: OnnxGraph, inputs: readonly string[], around: Scope): string[] {
    this.written += graph.nodes.length;
    if (this.written > MAX_NODES) throw new NotInlined(`becomes more than ${MAX_NODES} nodes`);
    const scope = new Map(around);
    graph.inputs.forEach(({ name }, index) => scope.set(name, inputs[index] ?? ''));
    for (const [name, tensor] of graph.initializers) scope.set(name, this.place(name, tensor));
    for (const { outputs } of graph.nodes) for (const name of outputs) if (name !== '') scope.set(name, this.fresh(name));
    for (const node of graph.nodes) this.visit(node, scope);
    return graph.outputs.map(({ name }) => scope.get(name) ?? name);
  }

  /** What each round gives, stacked along a new first axis. */
  private collect(node: OnnxNode, rounds: readonly string[][], count: number): string[] {
    if (rounds.length === 0 && count > 0) throw new NotInlined('never runs');
    return Array.from({ length: count }, (_, index) => {
      const parts = rounds.map((round) => this.node(node, 'Unsqueeze', [round[index] ?? '', this.integers([0])]));
      return this.node(node, 'Concat', parts, undefined, new Map([['axis', { kind: 'int', value: 0 }]]));
    });
  }

  private constant(node: OnnxNode, index: number, otherwise: string): number {
    const value = this.constants.valueOf(node.inputs[index] ?? '')?.data[0];
    if (value === undefined) throw new NotInlined(otherwise);
    return value;
  }

  private truthOf(name: string): boolean {
    const value = this.constants.valueOf(name)?.data[0];
    if (value === undefined) throw new NotInlined('has a condition that is not constant');
    return value !== 0;
  }

  private add(node: OnnxNode): void {
    this.nodes.push(node);
    this.constants.addNode(node);
  }

  private node(
    { name, metadata }: OnnxNode,
    opType: string,
    inputs: readonly string[],
    output = this.fresh('inlined'),
    attributes: ReadonlyMap<string, Attribute> = new Map(),
  ): string {
    this.add({ name, opType, domain: '', inputs, outputs: [output], attributes, metadata });
    return output;
  }

  private integer(value: number): string {
    return this.store('int64', [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
  }

  private integers(values: readonly number[]): string {
    return this.store('int64', [values.length], new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  private truth(): string {
    return this.store('bool', [], Uint8Array.of(1));
  }

  private store(dataType: StoredTensor['dataType'], dims: readonly number[], bytes: Uint8Array): string {
    const name = this.fresh('inlined');
    return this.place(name, { name, dataType, dims, bytes, range: null }, name);
  }

  private place(name: string, tensor: StoredTensor, as = this.placed.get(tensor) ?? this.fresh(name)): string {
    this.placed.set(tensor, as);
    this.initializers.set(as, tensor);
    this.constants.addTensor(as, tensor);
    return as;
  }

  /** The name itself when it is free, and else one made from it. */
  private fresh(name: string): string {
    let free = name;
    while (this.taken.has(free)) {
      const copy = (this.copies.get(name) ?? 0) + 1;
      this.copies.set(name, copy);
      free = `${name}.${copy}`;
    }
    this.taken.add(free);
    return free;
  }
}

function subgraph({ attributes }: OnnxNode, name: string): OnnxGraph {
  const attribute = attributes.get(name);
  if (attribute?.kind !== 'graph') throw new NotInlined(`lacks its ${name}`);
  return attribute.value;
}
