import type { OnnxNode } from '../onnx/graph';
import type { HostTensor } from './host-tensor';
import { invalidNode } from './interpreter-error';
import { ints } from './attributes';

/** What an op sees: its node, its input values (undefined where an optional input is absent) and the opset of the model. */
export interface NodeContext {
  readonly node: OnnxNode;
  readonly inputs: readonly (HostTensor | undefined)[];
  readonly opset: number;
}

export interface OpEvaluator {
  readonly evaluate: (context: NodeContext) => HostTensor[];
}

/** One family of ops. Entries rather than an object: an op named `constructor` must not be found. */
export type OpFamily = readonly (readonly [opType: string, evaluator: OpEvaluator])[];

/** An op with exactly one output. */
export function op(opType: string, evaluate: (context: NodeContext) => HostTensor): readonly [string, OpEvaluator] {
  return [opType, { evaluate: (context) => [evaluate(context)] }];
}

export function input(context: NodeContext, index: number): HostTensor {
  const value = context.inputs[index];
  if (value === undefined) throw invalidNode(context.node, `Input ${index} is missing.`);
  return value;
}

export function presentInputs(context: NodeContext): HostTensor[] {
  const present = context.inputs.filter((value) => value !== undefined);
  if (present.length === 0) throw invalidNode(context.node, 'The node has no inputs.');
  return present;
}

export function scalar(context: NodeContext, value: HostTensor): number {
  const first = value.data[0];
  if (first === undefined || value.data.length !== 1) {
    throw invalidNode(context.node, `A scalar is expected, not a tensor of shape [${value.shape.join(', ')}].`);
  }
  return first;
}

/** Integers that are an attribute in the old opsets of an op and its input `index` in the newer ones. */
export function intsOf(context: NodeContext, attribute: string, index: number): readonly number[] | undefined {
  const value = context.inputs[index];
  return value === undefined ? ints(context.node, attribute) : Array.from(value.data);
}
