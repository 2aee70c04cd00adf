import { describe, expect, it } from 'vitest';
import { algebraCases } from '../../../tests/support/interpreter-cases/algebra';
import { nodeOf, type OpCase } from '../../../tests/support/interpreter-cases/case';
import { elementwiseCases } from '../../../tests/support/interpreter-cases/elementwise';
import { indexingCases } from '../../../tests/support/interpreter-cases/indexing';
import { movementCases } from '../../../tests/support/interpreter-cases/movement';
import { runNode } from '../../../tests/support/one-node-model';
import { isFloat } from '../onnx/data-types';
import { canEvaluate, evaluateNode } from './evaluate';
import type { HostTensor } from './host-tensor';
import { registry } from './registry';

const cases = [...elementwiseCases, ...movementCases, ...indexingCases, ...algebraCases];

/** onnxruntime computes in float32: relative 1e-5, or absolute 1e-6 for values that come out of cancellation. */
function closeTo(expected: number, actual = NaN): boolean {
  if (Object.is(expected, actual) || expected === actual) return true;
  return Math.abs(expected - actual) <= 1e-5 * Math.abs(expected) + 1e-6;
}

function compare(actual: HostTensor, expected: HostTensor): void {
  expect({ dataType: actual.dataType, shape: actual.shape }).toEqual({ dataType: expected.dataType, shape: expected.shape });
  expect(actual.data.length).toBe(expected.data.length);
  const same = isFloat(actual.dataType) ? closeTo : Object.is;
  const wrong = Array.from(expected.data, (value, i) => ({ i, expected: value, actual: actual.data[i] })).filter(
    (each) => !same(each.expected, each.actual),
  );
  expect(wrong).toEqual([]);
}

function title({ op, inputs, attributes, opset }: OpCase, index: number): string {
  const shapes = inputs.map((each) => (each === undefined ? 'none' : `${each.dataType}[${each.shape.join(',')}]`)).join(' ');
  return `${index} ${op} ${shapes} ${JSON.stringify(attributes ?? {}).slice(0, 80)} opset ${opset ?? 20}`;
}

describe('every op against onnxruntime', () => {
  it.each(cases.map((each, index) => [title(each, index), each] as const))('%s', async (_, each) => {
    const opset = each.opset ?? 20;
    const node = nodeOf(each);
    expect(canEvaluate(node)).toBe(true);
    const actual = evaluateNode(node, each.inputs, opset).slice(0, node.outputs.length);
    const expected = await runNode(node, each.inputs, actual, opset);
    expect(actual.length).toBe(expected.length);
    expected.forEach((tensor, k) => {
      const result = actual[k];
      if (result === undefined) throw new TypeError(`Output ${k} is missing.`);
      compare(result, tensor);
    });
  });

  it('has a case for every op of the registry', () => {
    const covered = new Set(cases.map((each) => each.op));
    expect([...registry.keys()].filter((op) => !covered.has(op))).toEqual([]);
  });
});
