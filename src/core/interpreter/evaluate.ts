import type { OnnxNode } from '../onnx/graph';
import type { HostTensor } from './host-tensor';
import { InterpreterError, invalidNode, nodePlace } from './interpreter-error';
import { registry } from './registry';

function isStandard(node: OnnxNode): boolean {
  return node.domain === '' || node.domain === 'ai.onnx';
}

/** Whether the op is in the registry; its attributes and input types may still be refused by {@link evaluateNode}. */
export function canEvaluate(node: OnnxNode): boolean {
  return isStandard(node) && registry.has(node.opType);
}

/**
 * The outputs of one node. Inputs are never changed, but an output may share its data with an input (Reshape, Identity).
 * Floating-point arithmetic is float64 whatever the declared type; only Cast to float16 and bfloat16 rounds.
 */
export function evaluateNode(node: OnnxNode, inputs: readonly (HostTensor | undefined)[], opset: number): HostTensor[] {
  const evaluator = isStandard(node) ? registry.get(node.opType) : undefined;
  if (evaluator === undefined) {
    const message = `The interpreter has no op ${node.opType}.`;
    throw new InterpreterError('INTERPRETER_UNKNOWN_OP', message, nodePlace(node));
  }
  return evaluator.evaluate({ node, inputs, opset });
}

/** Evaluate `nodes`, which must be in topological order, adding every output to `values`. */
export function interpretGraph(nodes: readonly OnnxNode[], values: Map<string, HostTensor>, opset: number): void {
  for (const node of nodes) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : valueOf(node, values, name)));
    const outputs = evaluateNode(node, inputs, opset);
    node.outputs.forEach((name, index) => {
      if (name === '') return;
      const output = outputs[index];
      if (output === undefined) throw invalidNode(node, `Output ${index} ("${name}") is not computed by the interpreter.`);
      values.set(name, output);
    });
  }
}

function valueOf(node: OnnxNode, values: ReadonlyMap<string, HostTensor>, name: string): HostTensor {
  const value = values.get(name);
  if (value === undefined) throw invalidNode(node, `Input "${name}" has no value.`);
  return value;
}
