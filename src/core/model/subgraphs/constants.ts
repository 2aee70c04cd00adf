import { evaluateNode } from '../../interpreter/evaluate';
import type { HostTensor } from '../../interpreter/host-tensor';
import { hostTensor } from '../../interpreter/host-tensor';
import { InterpreterError } from '../../interpreter/interpreter-error';
import { storedToHost } from '../../interpreter/stored-to-host';
import type { OnnxNode, StoredTensor } from '../../onnx/graph';
import { sizeOf } from '../../tensor';

/** Conditions and counts are small; what is larger is not looked at. */
const MAX_ELEMENTS = 1024;
const MAX_DEPTH = 200;

/** What conditions and counts are made of. Of small inputs these give no large outputs. */
const FOLDED = new Set(
  'Constant Identity Cast Equal Greater GreaterOrEqual Less LessOrEqual Not And Or Xor Add Sub Mul Div Mod Neg Min Max Where Gather Slice Squeeze Unsqueeze Reshape Concat Shape Size ReduceSum ReduceProd ReduceMin ReduceMax'.split(
    ' ',
  ),
);

/** What a graph computes from its constants alone: as much of it as a condition or a count asks for. */
export class Constants {
  private readonly stored = new Map<string, StoredTensor>();
  private readonly producers = new Map<string, OnnxNode>();
  private readonly values = new Map<string, HostTensor | null>();

  constructor(private readonly opset: number) {}

  addTensor(name: string, tensor: StoredTensor): void {
    this.stored.set(name, tensor);
  }

  /** Nodes are added in order: what one takes was added before it. */
  addNode(node: OnnxNode): void {
    for (const output of node.outputs) this.producers.set(output, node);
  }

  /** The shape of a constant; null for what is computed from the batch. */
  dimsOf(name: string): readonly number[] | null {
    return this.stored.get(name)?.dims ?? this.valueOf(name)?.shape ?? null;
  }

  /** The value, or null when it is not constant. */
  valueOf(name: string, depth = 0): HostTensor | null {
    const known = this.values.get(name);
    if (known !== undefined) return known;
    const value = depth > MAX_DEPTH ? null : this.compute(name, depth);
    this.values.set(name, value);
    return value;
  }

  private compute(name: string, depth: number): HostTensor | null {
    const stored = this.stored.get(name);
    if (stored !== undefined) return sizeOf(stored.dims) <= MAX_ELEMENTS ? storedToHost(stored) : null;
    const node = this.producers.get(name);
    if (node === undefined || node.domain !== '' || !FOLDED.has(node.opType)) return null;
    const dims = node.opType === 'Shape' ? this.stored.get(node.inputs[0] ?? '')?.dims : undefined;
    if (dims !== undefined && node.attributes.size === 0) return hostTensor('int64', [dims.length], dims);
    const inputs: (HostTensor | undefined)[] = [];
    for (const input of node.inputs) {
      const value = input === '' ? undefined : this.valueOf(input, depth + 1);
      if (value === null) return null;
      inputs.push(value);
    }
    return this.evaluate(node, inputs)[node.outputs.indexOf(name)] ?? null;
  }

  private evaluate(node: OnnxNode, inputs: readonly (HostTensor | undefined)[]): (HostTensor | null)[] {
    try {
      return evaluateNode(node, inputs, this.opset).map((value) => (value.data.length <= MAX_ELEMENTS ? value : null));
    } catch (error) {
      if (error instanceof InterpreterError) return [];
      throw error;
    }
  }
}
