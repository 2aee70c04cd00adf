import { evaluateNode } from '../interpreter/evaluate';
import { type HostTensor, hostTensor } from '../interpreter/host-tensor';
import type { Value } from '../ir/ops';
import { UnsupportedModelError } from '../model/errors';
import type { OnnxNode } from '../onnx/graph';
import type { Entry } from './entry';
import { finiteMask } from './finite-mask';

/** The integers of one batch, rows × length each, row-major. */
export interface TokenArrays {
  readonly inputIds: Int32Array;
  readonly attentionMask: Int32Array;
  readonly tokenTypeIds: Int32Array;
}

interface PlannedInput {
  readonly name: string;
  readonly value: Value;
  /** The tensor itself when it is the same for every batch. */
  readonly constant: HostTensor | null;
}

/** What the model's integer inputs hold, by name. */
const MODEL_INPUTS: ReadonlyMap<string, (tokens: TokenArrays, length: number) => ArrayLike<number>> = new Map<
  string,
  (tokens: TokenArrays, length: number) => ArrayLike<number>
>([
  ['input_ids', (tokens) => tokens.inputIds],
  ['attention_mask', (tokens) => tokens.attentionMask],
  ['token_type_ids', (tokens) => tokens.tokenTypeIds],
  ['position_ids', (tokens, length) => tokens.inputIds.map((_, index) => index % length)],
]);

/**
 * The part of a model that runs on the host once per batch: nodes that depend on token ids and mask but on no weight
 * (position ids, causal and padding masks), and the graph inputs that take their results.
 */
export class HostPlan {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants = new Map<string, HostTensor>();
  private inputs: readonly PlannedInput[] = [];
  private readonly used = new Set<string>();

  constructor(
    private readonly opset: number,
    private readonly rows: number,
    private readonly length: number,
  ) {}

  /** A stand-in for a model input while shapes are inferred: every token 0, nothing masked. */
  example(name: string): HostTensor {
    const fill = MODEL_INPUTS.get(name);
    if (fill === undefined) {
      throw new UnsupportedModelError(
        `The model asks for an input that is not one of ${[...MODEL_INPUTS.keys()].join(', ')}.`,
        `input ${name}`,
      );
    }
    this.used.add(name);
    const size = this.rows * this.length;
    const tokens = { inputIds: new Int32Array(size), attentionMask: new Int32Array(size).fill(1), tokenTypeIds: new Int32Array(size) };
    return this.tensor(fill(tokens, this.length));
  }

  addNode(node: OnnxNode, inputs: readonly (Entry | undefined)[], results: readonly Entry[]): void {
    this.nodes.push(node);
    node.inputs.forEach((name, index) => {
      const entry = inputs[index];
      if (entry?.kind === 'host' && !entry.perBatch) this.constants.set(name, entry.tensor);
    });
    if (results.length === 0) throw new UnsupportedModelError('A node gives nothing.', `node ${node.name}`);
  }

  addInput(name: string, as: string, value: Value, constant: HostTensor | null): void {
    this.inputs = [...this.inputs, { name: `${as}:${name}`, value, constant }];
  }

  /** Leave out the inputs that the graph does not use. */
  keepInputs(used: ReadonlySet<Value>): void {
    this.inputs = this.inputs.filter(({ value }) => used.has(value));
  }

  inputOf(name: string, as: string): Value | undefined {
    return this.inputs.find((input) => input.name === `${as}:${name}`)?.value;
  }

  /** Every graph input that the host computes, for one batch. */
  evaluate(tokens: TokenArrays): Map<Value, HostTensor> {
    const values = new Map(this.constants);
    for (const name of this.used) {
      const fill = MODEL_INPUTS.get(name);
      if (fill !== undefined) values.set(name, this.tensor(fill(tokens, this.length)));
    }
    for (const node of this.nodes) {
      const results = evaluateNode(
        node,
        node.inputs.map((name) => values.get(name)),
        this.opset,
      );
      node.outputs.forEach((name, index) => {
        const result = results[index];
        if (result !== undefined) values.set(name, result);
      });
    }
    return new Map(this.inputs.map((input) => [input.value, input.constant ?? this.result(values, input)]));
  }

  private result(values: ReadonlyMap<string, HostTensor>, input: PlannedInput): HostTensor {
    const tensor = values.get(input.name.slice(input.name.indexOf(':') + 1));
    if (tensor === undefined) throw new UnsupportedModelError('A value is not computed for the batch.', input.name);
    if (input.value.type !== 'float32') return tensor;
    return { ...tensor, data: tensor.data.map(finiteMask) };
  }

  private tensor(data: ArrayLike<number>): HostTensor {
    return hostTensor('int64', [this.rows, this.length], data);
  }
}
