import type { GraphBuilder } from '../ir/builder';
import type { Value } from '../ir/ops';
import { UnsupportedOperatorError } from '../model/errors';
import type { OnnxNode } from '../onnx/graph';
import { type Entry, shapeOf } from './entry';

/** How one ONNX operator on activations is written in the static graph. Returns its outputs. */
export type Lowering = (c: LoweringContext) => readonly Entry[];

/** Makes a value of the static graph out of something known on the host: a constant, or an input fed per batch. */
export type ToDevice = (entry: Entry & { kind: 'host' }, name: string, as: 'float32' | 'int32' | 'bool') => Value;

/** What a lowering may read of its node. */
export class LoweringContext {
  constructor(
    readonly b: GraphBuilder,
    readonly node: OnnxNode,
    readonly opset: number,
    private readonly entries: readonly (Entry | undefined)[],
    private readonly toDevice: ToDevice,
  ) {}

  get inputCount(): number {
    return this.entries.length;
  }

  has(index: number): boolean {
    return this.entries[index] !== undefined;
  }

  entry(index: number): Entry {
    const entry = this.entries[index];
    if (entry === undefined) throw this.refuse(`needs its input ${index}`);
    return entry;
  }

  shape(index: number): readonly number[] {
    return shapeOf(this.entry(index));
  }

  /** Input `index` as a value of the static graph. */
  value(index: number, as: 'float32' | 'int32' | 'bool' = 'float32'): Value {
    const entry = this.entry(index);
    if (entry.kind === 'device') return entry.value;
    if (entry.kind === 'never') throw this.refuse('takes a condition on NaN');
    return this.toDevice(entry, this.node.inputs[index] ?? '', as);
  }

  /** The integers of input `index`, which must not depend on the batch. */
  constantInts(index: number): number[] {
    const entry = this.entry(index);
    if (entry.kind !== 'host' || entry.perBatch) throw this.refuse(`has an input ${index} that depends on the data`);
    return Array.from(entry.tensor.data);
  }

  /** Integers that are an attribute in old opsets and an input in new ones; null when neither is there. */
  intsFrom(attribute: string, inputIndex: number): number[] | null {
    if (this.has(inputIndex)) return this.constantInts(inputIndex);
    const value = this.node.attributes.get(attribute);
    return value?.kind === 'ints' ? [...value.value] : null;
  }

  int(attribute: string, fallback: number): number {
    const value = this.node.attributes.get(attribute);
    return value?.kind === 'int' ? value.value : fallback;
  }

  float(attribute: string, fallback: number): number {
    const value = this.node.attributes.get(attribute);
    return value?.kind === 'float' ? value.value : fallback;
  }

  string(attribute: string, fallback: string): string {
    const value = this.node.attributes.get(attribute);
    return value?.kind === 'string' ? value.value : fallback;
  }

  /** An axis counted from the front. */
  axis(axis: number, rank = this.shape(0).length): number {
    const normal = axis < 0 ? axis + rank : axis;
    if (normal < 0 || normal >= rank) throw this.refuse(`names axis ${axis} of ${rank}`);
    return normal;
  }

  /** The node cannot be part of a differentiated graph: `reason` completes the sentence "Operator … ". */
  refuse(reason: string): UnsupportedOperatorError {
    return new UnsupportedOperatorError(
      `${this.node.opType} ${reason}, so it cannot be differentiated.`,
      `node ${this.node.name || this.node.outputs[0] || '?'}`,
    );
  }
}

export const device = (value: Value): readonly Entry[] => [{ kind: 'device', value }];
