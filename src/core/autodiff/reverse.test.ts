import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import { GradientRuleError, NoGradientError } from './errors';
import { RULES, type RuleTable } from './registry';
import { differentiate } from './reverse';
import { rule } from './rule';

/** The error of differentiating Σ tanh(x·w) over w [3,2] with some rules replaced. */
function failure(broken: Partial<RuleTable>): unknown {
  const b = new GraphBuilder();
  const w = b.input('w', 'float32', [3, 2]);
  const y = b.node('Tanh', [b.matMul(b.input('x', 'float32', [4, 3]), w)], {});
  const loss = b.reshape(b.sum(y, [0, 1]), []);
  try {
    differentiate(b, loss, [w], { ...RULES, ...broken });
  } catch (error) {
    return error;
  }
  return null;
}

describe('post-conditions of a rule', () => {
  it('has nothing to say when the rules are right', () => {
    expect(failure({})).toBe(null);
  });

  it('names operator, input and both shapes when a gradient has the wrong shape', () => {
    const error = failure({ MatMul: rule('MatMul', [({ dy }) => dy, ({ dy }) => dy]) });
    expect(error).toBeInstanceOf(GradientRuleError);
    expect(error).toMatchObject({
      code: 'GRADIENT_RULE',
      place: 'MatMul MatMul_0',
      message: 'The gradient of input 1 is float32 [4,2], the input is float32 [3,2]. (MatMul MatMul_0)',
    });
  });

  it('refuses a gradient of another type', () => {
    const error = failure({ Tanh: rule('Tanh', [({ b, dy, x }) => b.greater(dy, x(0))]) });
    expect(error).toMatchObject({ place: 'Tanh Tanh_1', message: expect.stringContaining('input 0 is bool [4,2]') as string });
  });

  it('refuses a rule without a function for an input that moves', () => {
    const error = failure({ Tanh: rule('Tanh', []) });
    expect(error).toMatchObject({ code: 'GRADIENT_RULE', message: 'No gradient for input 0. (Tanh Tanh_1)' });
  });

  it('refuses a rule that asks for an input that is not there', () => {
    expect(failure({ Tanh: rule('Tanh', [({ x }) => x(1)]) })).toMatchObject({ message: 'Input 1 does not exist. (Tanh Tanh_1)' });
  });

  it('asks only for the gradients that are needed', () => {
    const asked: number[] = [];
    const gradient = (index: number) => () => {
      asked.push(index);
      throw new GradientRuleError('asked');
    };
    failure({ MatMul: rule('MatMul', [gradient(0), gradient(1)]) });
    expect(asked).toEqual([1]);
  });
});

describe('differentiate', () => {
  it('refuses a loss that depends on none of the weights', () => {
    const b = new GraphBuilder();
    const [x, w] = [b.input('x', 'float32', []), b.input('w', 'float32', [2])];
    expect(() => differentiate(b, b.exp(x), [w])).toThrow(NoGradientError);
  });

  it('has no entry for a weight the loss does not depend on', () => {
    const b = new GraphBuilder();
    const [used, unused] = [b.input('used', 'float32', []), b.input('unused', 'float32', [2])];
    expect([...differentiate(b, b.exp(used), [used, unused]).keys()]).toEqual([used]);
  });

  it('stops at a comparison, whose output moves in steps only', () => {
    const b = new GraphBuilder();
    const w = b.input('w', 'float32', []);
    const loss = b.where(b.greater(w, b.scalar(1)), b.scalar(2), b.exp(w));
    expect(differentiate(b, loss, [w]).size).toBe(1);
  });

  it('refuses rows taken from something that is computed from weights', () => {
    const b = new GraphBuilder();
    const [w, indices] = [b.input('w', 'float32', [3, 1]), b.input('indices', 'int32', [1])];
    const loss = b.reshape(b.node('Gather', [b.exp(w), indices], {}), []);
    expect(() => differentiate(b, loss, [w])).toThrow(GradientRuleError);
  });
});
