import type { GraphBuilder } from '../../ir/builder';
import type { Value } from '../../ir/ops';
import { shapeOf } from '../entry';
import { broadcastShapes } from '../../ir/shapes';
import { type Lowering, type LoweringContext, device } from '../lowering';

type Binary = 'Add' | 'Sub' | 'Mul' | 'Div' | 'Min' | 'Max';
type Unary = 'Neg' | 'Abs' | 'Exp' | 'Log' | 'Sqrt' | 'Reciprocal' | 'Sin' | 'Cos' | 'Tanh' | 'Sigmoid' | 'Erf' | 'Relu';

const binary =
  (op: Binary): Lowering =>
  (c) =>
    device(allValues(c).reduce((a, b) => c.b.node(op, [a, b], {})));

const unary =
  (op: Unary): Lowering =>
  (c) =>
    device(c.b.node(op, [c.value(0)], {}));

const comparison =
  (op: 'Greater' | 'Less', swap: boolean): Lowering =>
  (c) =>
    device(c.b.node(op, swap ? [c.value(1), c.value(0)] : [c.value(0), c.value(1)], {}));

const allValues = (c: LoweringContext): Value[] => Array.from({ length: c.inputCount }, (_, index) => c.value(index));

/** Small whole powers as products: exact, and defined for negative bases on every device. */
const pow: Lowering = (c) => {
  const x = c.value(0);
  const exponent = c.entry(1);
  const power = exponent.kind === 'host' && !exponent.perBatch && exponent.tensor.data.length === 1 ? exponent.tensor.data[0] : undefined;
  if (power === 1) return device(x);
  if (power === 2) return device(c.b.mul(x, x));
  if (power === 3) return device(c.b.mul(c.b.mul(x, x), x));
  if (power === 0.5) return device(c.b.sqrt(x));
  return device(c.b.pow(x, c.value(1)));
};

/** A condition that never holds takes the second branch: the guard against NaN after a Softmax. */
const where: Lowering = (c) => {
  const condition = c.entry(0);
  if (condition.kind !== 'never') return device(c.b.where(c.value(0, 'bool'), c.value(1), c.value(2)));
  const shape = [1, 2].map((index) => shapeOf(c.entry(index))).reduce(broadcastShapes, condition.shape);
  return device(c.b.expand(c.value(2), shape));
};

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|). */
function softplus(b: GraphBuilder, x: Value): Value {
  const tail = b.log(b.add(b.exp(b.neg(b.node('Abs', [x], {}))), b.scalar(1)));
  return b.add(b.node('Relu', [x], {}), tail);
}

function clamp(b: GraphBuilder, x: Value, low: Value | null, high: Value | null): Value {
  const floored = low === null ? x : b.node('Max', [x, low], {});
  return high === null ? floored : b.node('Min', [floored, high], {});
}

function hardSigmoid(c: LoweringContext, alpha: number, beta: number): Value {
  const line = c.b.add(c.b.mul(c.value(0), c.b.scalar(alpha)), c.b.scalar(beta));
  return clamp(c.b, line, c.b.scalar(0), c.b.scalar(1));
}

const clip: Lowering = (c) => {
  const bound = (index: number, attribute: string): Value | null => {
    if (c.has(index)) return c.value(index);
    return c.node.attributes.has(attribute) ? c.b.scalar(c.float(attribute, 0)) : null;
  };
  return device(clamp(c.b, c.value(0), bound(1, 'min'), bound(2, 'max')));
};

const leaky = (c: LoweringContext, negative: (x: Value) => Value): ReturnType<Lowering> =>
  device(c.b.where(c.b.greater(c.value(0), c.b.scalar(0)), c.value(0), negative(c.value(0))));

const FLOAT_TYPES = new Set([1, 10, 11, 16]);

export const ELEMENTWISE: ReadonlyMap<string, Lowering> = new Map<string, Lowering>([
  ['Add', binary('Add')],
  ['Sum', binary('Add')],
  ['Sub', binary('Sub')],
  ['Mul', binary('Mul')],
  ['Div', binary('Div')],
  ['Min', binary('Min')],
  ['Max', binary('Max')],
  ['Mean', (c) => device(c.b.div(allValues(c).reduce(c.b.add), c.b.scalar(c.inputCount)))],
  ['Pow', pow],
  ['Neg', unary('Neg')],
  ['Abs', unary('Abs')],
  ['Exp', unary('Exp')],
  ['Log', unary('Log')],
  ['Sqrt', unary('Sqrt')],
  ['Reciprocal', unary('Reciprocal')],
  ['Sin', unary('Sin')],
  ['Cos', unary('Cos')],
  ['Tanh', unary('Tanh')],
  ['Sigmoid', unary('Sigmoid')],
  ['Erf', unary('Erf')],
  ['Relu', unary('Relu')],
  ['Gelu', (c) => device(c.b.node('Gelu', [c.value(0)], { approximate: c.string('approximate', 'none') === 'tanh' ? 'tanh' : 'none' }))],
  ['Softplus', (c) => device(softplus(c.b, c.value(0)))],
  ['LeakyRelu', (c) => leaky(c, (x) => c.b.mul(x, c.b.scalar(c.float('alpha', 0.01))))],
  [
    'Elu',
    (c) =>
      leaky(c, (x) => c.b.mul(c.b.scalar(c.float('alpha', 1)), c.b.sub(c.b.exp(c.b.node('Min', [x, c.b.scalar(0)], {})), c.b.scalar(1)))),
  ],
  ['HardSigmoid', (c) => device(hardSigmoid(c, c.float('alpha', 0.2), c.float('beta', 0.5)))],
  ['HardSwish', (c) => device(c.b.mul(c.value(0), hardSigmoid(c, 1 / 6, 0.5)))],
  ['Clip', clip],
  ['Greater', comparison('Greater', false)],
  ['Less', comparison('Less', false)],
  ['Where', where],
  ['IsNaN', (c) => [{ kind: 'never', shape: c.shape(0) }]],
  ['Identity', (c) => device(c.value(0))],
  ['Dropout', (c) => device(c.value(0))],
  [
    'Cast',
    (c) => {
      if (!FLOAT_TYPES.has(c.int('to', 0))) throw c.refuse('rounds activations to integers');
      return device(c.value(0));
    },
  ],
]);
