import { evaluateNode } from '../interpreter/evaluate';
import { type HostTensor, hostTensor } from '../interpreter/host-tensor';
import { storedToHost } from '../interpreter/stored-to-host';
import { GraphBuilder } from '../ir/builder';
import { liveNodes as liveStaticNodes } from '../ir/emit';
import { GraphShapeError } from '../ir/errors';
import type { Value } from '../ir/ops';
import { UnsupportedModelError, UnsupportedOperatorError } from '../model/errors';
import { emptyCacheShape } from '../model/cache-inputs';
import { SHAPE_OPERATORS } from '../model/weights';
import type { OnnxGraph, OnnxNode } from '../onnx/graph';
import { sizeOf } from '../tensor';
import { type Entry, shapeOf } from './entry';
import { finiteMask } from './finite-mask';
import { HostPlan } from './host-plan';
import { LoweringContext, type ToDevice } from './lowering';
import { LOWERINGS } from './lowerings';

/** The graph to specialise: what the file says, and which of its float tensors are weights. */
export interface SpecializeInput {
  readonly graph: OnnxGraph;
  readonly opset: number;
  /** Value names of the weights. */
  readonly weights: ReadonlySet<string>;
  /** The output with the hidden states, rows × length × width. */
  readonly output: string;
}

/** A model for one batch shape, as float arithmetic with static shapes. */
export interface Specialization {
  readonly builder: GraphBuilder;
  /** Hidden states, rows × length × width. */
  readonly hidden: Value;
  /** The graph input of each weight, by value name. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** What must be computed on the host for every batch, and fed. */
  readonly host: HostPlan;
}

/**
 * Specialise a model for batches of `rows` × `length` tokens: infer every shape, fold whatever depends on shapes alone, and
 * plan on the host whatever depends on the token ids and the mask but on no weight.
 *
 * @param beside write into the graph of this one, for texts of another length; the weights are the same inputs
 * @throws UnsupportedOperatorError, UnsupportedModelError
 */
export function specialize(input: SpecializeInput, rows: number, length: number, beside?: Specialization): Specialization {
  return new Specializer(input, rows, length, beside).run();
}

class Specializer {
  private readonly builder: GraphBuilder;
  private readonly entries = new Map<string, Entry>();
  private readonly parameters: Map<string, Value>;
  private readonly host: HostPlan;
  /** Before the names of inputs that the host computes, so that those of two specialisations in one graph differ. */
  private readonly prefix: string;

  constructor(
    private readonly input: SpecializeInput,
    private readonly rows: number,
    length: number,
    beside?: Specialization,
  ) {
    this.host = new HostPlan(input.opset, rows, length);
    this.builder = beside?.builder ?? new GraphBuilder();
    this.parameters = new Map(beside?.parameters);
    this.prefix = beside === undefined ? '' : `${this.builder.inputs.length}:`;
  }

  run(): Specialization {
    const { graph, output } = this.input;
    const live = liveNodes(graph, output);
    this.addGraphInputs(live);
    for (const node of live) this.visit(node);
    const hidden = this.entries.get(output);
    if (hidden?.kind !== 'device') throw new UnsupportedModelError('The output does not depend on any weight.', `output ${output}`);
    if (hidden.value.shape.length !== 3) {
      throw new UnsupportedModelError('The output is not a sequence of hidden states (rows × length × width).', `output ${output}`);
    }
    // What only a shape was taken of is no input of the graph.
    const used = new Set([hidden.value, ...liveStaticNodes(this.builder, [hidden.value]).flatMap((node) => node.inputs)]);
    this.host.keepInputs(used);
    const parameters = new Map([...this.parameters].filter(([, value]) => used.has(value)));
    return { builder: this.builder, hidden: hidden.value, parameters, host: this.host };
  }

  private addGraphInputs(live: readonly OnnxNode[]): void {
    const used = new Set(live.flatMap((node) => node.inputs));
    for (const input of this.input.graph.inputs) {
      const { name } = input;
      if (this.input.graph.initializers.has(name) || !used.has(name)) continue;
      const cache = emptyCacheShape(input, this.rows, 0);
      if (cache !== null) {
        this.entries.set(name, constantEntry(hostTensor('float32', cache, [])));
        continue;
      }
      this.entries.set(name, { kind: 'host', tensor: this.host.example(name), perBatch: true });
    }
  }

  private entry(name: string): Entry | undefined {
    if (name === '') return undefined;
    const known = this.entries.get(name);
    if (known !== undefined) return known;
    const stored = this.input.graph.initializers.get(name);
    if (stored === undefined) throw new UnsupportedModelError('A node uses a value that nothing computes.', `value ${name}`);
    const entry = this.input.weights.has(name) ? this.parameter(name, stored.dims) : constantEntry(storedToHost(stored));
    this.entries.set(name, entry);
    return entry;
  }

  private parameter(name: string, shape: readonly number[]): Entry {
    const value = this.parameters.get(name) ?? this.builder.input(`weight:${name}`, 'float32', shape);
    this.parameters.set(name, value);
    return { kind: 'device', value };
  }

  private visit(node: OnnxNode): void {
    const output = node.outputs[0] ?? '';
    const value = node.attributes.get('value');
    if (node.opType === 'Constant' && this.input.weights.has(output) && value?.kind === 'tensor') {
      this.entries.set(output, this.parameter(output, value.value.dims));
      return;
    }
    const inputs = node.inputs.map((name) => this.entry(name));
    const results = inputs.some((entry) => entry !== undefined && entry.kind !== 'host')
      ? this.onDevice(node, inputs)
      : this.onHost(node, inputs);
    node.outputs.forEach((name, index) => {
      const result = results[index];
      if (name !== '' && result !== undefined) this.entries.set(name, result);
    });
  }

  private onHost(node: OnnxNode, inputs: readonly (Entry | undefined)[]): readonly Entry[] {
    const tensors = inputs.map((entry) => (entry?.kind === 'host' ? entry.tensor : undefined));
    const perBatch = inputs.some((entry) => entry?.kind === 'host' && entry.perBatch) && !SHAPE_OPERATORS.has(node.opType);
    const results = evaluateNode(node, tensors, this.input.opset).map((tensor): Entry => ({ kind: 'host', tensor, perBatch }));
    if (perBatch) this.host.addNode(node, inputs, results);
    return results;
  }

  private onDevice(node: OnnxNode, inputs: readonly (Entry | undefined)[]): readonly Entry[] {
    if (SHAPE_OPERATORS.has(node.opType)) return [this.shapeResult(node, inputs)];
    const lowering = node.domain === '' ? LOWERINGS.get(node.opType) : undefined;
    if (lowering === undefined) throw unsupportedOperator(node);
    try {
      return lowering(new LoweringContext(this.builder, node, this.input.opset, inputs, this.toDevice));
    } catch (cause) {
      if (!(cause instanceof GraphShapeError)) throw cause;
      throw new UnsupportedModelError(`${node.opType} does not fit its inputs: ${cause.message}`, placeOf(node), { cause });
    }
  }

  private shapeResult(node: OnnxNode, inputs: readonly (Entry | undefined)[]): Entry {
    const first = inputs[0];
    const shape = first === undefined ? [] : shapeOf(first);
    if (node.opType === 'Size') return constantEntry(hostTensor('int64', [], [sizeOf(shape)]));
    const start = node.attributes.get('start');
    const end = node.attributes.get('end');
    const part = shape.slice(start?.kind === 'int' ? start.value : 0, end?.kind === 'int' ? end.value : undefined);
    return constantEntry(hostTensor('int64', [part.length], part));
  }

  private readonly toDevice: ToDevice = (entry, name, as) => {
    if (as === 'float32' && !entry.perBatch) return this.builder.constant(entry.tensor.data.map(finiteMask), entry.tensor.shape);
    const known = this.host.inputOf(name, as);
    if (known !== undefined) return known;
    const value = this.builder.input(`${this.prefix}host:${as}:${name}`, as, entry.tensor.shape);
    this.host.addInput(name, as, value, entry.perBatch ? null : entry.tensor);
    return value;
  };
}

function constantEntry(tensor: HostTensor): Entry {
  return { kind: 'host', tensor, perBatch: false };
}

/** An operator as people know it, with its domain unless that is the standard one. */
export function operatorName({ domain, opType }: OnnxNode): string {
  return domain === '' ? opType : `${domain}.${opType}`;
}

/**
 * The refusal of operators that have no rule, with all that have. `node` is the first one's, and `reason` completes a sentence that begins
 * with its name.
 */
export function unsupportedOperator(
  node: OnnxNode,
  names: readonly string[] = [operatorName(node)],
  reason?: string,
): UnsupportedOperatorError {
  if (reason !== undefined) {
    return new UnsupportedOperatorError(`${operatorName(node)} ${reason}, so it cannot be differentiated.`, placeOf(node));
  }
  return new UnsupportedOperatorError(
    `${names.join(', ')} cannot be differentiated. Supported between weights and output: ${[...LOWERINGS.keys()].sort().join(', ')}.`,
    placeOf(node),
  );
}

const placeOf = (node: OnnxNode): string => `node ${node.name || node.outputs[0] || '?'}`;

/** The nodes that `output` depends on, in the file's order. */
export function liveNodes(graph: OnnxGraph, output: string): OnnxNode[] {
  const needed = new Set([output]);
  const live: OnnxNode[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i];
    if (node === undefined || !node.outputs.some((name) => needed.has(name))) continue;
    live.push(node);
    for (const name of node.inputs) needed.add(name);
  }
  return live.reverse();
}
