import { expect, it } from 'vitest';
import { GraphBuilder } from '../ir/builder';
import type { OpAttributes, OpName, Value } from '../ir/ops';
import { printGraph } from '../ir/print';
import { RULES } from './registry';
import type { RuleState } from './rule';

const covered = new Set<string>();

/** The backward nodes of one operator, printed: gradients of its inputs x0, x1, … given dy; the output is y. */
function backward<K extends OpName>(op: K, shapes: readonly (readonly number[])[], attributes: OpAttributes[K]): string {
  covered.add(op);
  const b = new GraphBuilder();
  const inputs = shapes.map((shape, i) => b.input(`x${i}`, op === 'Where' && i === 0 ? 'bool' : 'float32', shape));
  const y = b.node(op, inputs, attributes);
  const dy = b.input('dy', 'float32', y.shape);
  const state: RuleState<K> = RULES[op];
  if (state.state !== 'rule') throw new TypeError(`${op} has no rule.`);
  const context = { b, attributes, x: (index: number): Value => inputs[index]!, y, dy };
  const gradients = inputs.flatMap((_, i) => {
    const rule = typeof state.inputs === 'function' ? state.inputs : state.inputs[i];
    return rule === null || rule === undefined ? [] : [rule(context, i)];
  });
  return `\n${printGraph(b, gradients)}\n`;
}

it('Add: each side sums over the axes along which it was broadcast', () => {
  expect(backward('Add', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    ReduceSum_1 [1,3] = ReduceSum(dy) {axes=[0]}
    Reshape_2 [3] = Reshape(ReduceSum_1) {shape=[3]}
    return dy, Reshape_2
    "
  `);
});

it('Sub: the sum comes before the sign, on the smaller tensor', () => {
  expect(backward('Sub', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    ReduceSum_1 [1,3] = ReduceSum(dy) {axes=[0]}
    Reshape_2 [3] = Reshape(ReduceSum_1) {shape=[3]}
    Neg_3 [3] = Neg(Reshape_2)
    return dy, Neg_3
    "
  `);
});

it('Mul: each side takes the other as a factor, then sums', () => {
  expect(backward('Mul', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    Mul_1 [2,3] = Mul(dy, x1)
    Mul_2 [2,3] = Mul(dy, x0)
    ReduceSum_3 [1,3] = ReduceSum(Mul_2) {axes=[0]}
    Reshape_4 [3] = Reshape(ReduceSum_3) {shape=[3]}
    return Mul_1, Reshape_4
    "
  `);
});

it('Div: the divisor reuses the quotient instead of b²', () => {
  expect(backward('Div', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    Div_0 [2,3] = Div(x0, x1)
    Div_1 [2,3] = Div(dy, x1)
    Mul_2 [2,3] = Mul(dy, Div_0)
    Div_3 [2,3] = Div(Mul_2, x1)
    ReduceSum_4 [1,3] = ReduceSum(Div_3) {axes=[0]}
    Reshape_5 [3] = Reshape(ReduceSum_4) {shape=[3]}
    Neg_6 [3] = Neg(Reshape_5)
    return Div_1, Neg_6
    "
  `);
});

it('Pow: the exponent reuses y; ln a is only there because it is asked for', () => {
  expect(backward('Pow', [[2, 3], []], {})).toMatchInlineSnapshot(`
    "
    Pow_0 [2,3] = Pow(x0, x1)
    Sub_2 [] = Sub(x1, 1)
    Pow_3 [2,3] = Pow(x0, Sub_2)
    Mul_4 [2,3] = Mul(x1, Pow_3)
    Mul_5 [2,3] = Mul(dy, Mul_4)
    Log_6 [2,3] = Log(x0)
    Mul_7 [2,3] = Mul(Pow_0, Log_6)
    Mul_8 [2,3] = Mul(dy, Mul_7)
    ReduceSum_9 [2,1] = ReduceSum(Mul_8) {axes=[1]}
    ReduceSum_10 [1,1] = ReduceSum(ReduceSum_9) {axes=[0]}
    Reshape_11 [] = Reshape(ReduceSum_10) {shape=[]}
    return Mul_5, Reshape_11
    "
  `);
});

it('Min: a tie goes to the first operand: both conditions are the same node', () => {
  expect(backward('Min', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    Greater_1 [2,3] = Greater(x0, x1)
    Where_3 [2,3] = Where(Greater_1, 0, dy)
    Where_4 [2,3] = Where(Greater_1, dy, 0)
    ReduceSum_5 [1,3] = ReduceSum(Where_4) {axes=[0]}
    Reshape_6 [3] = Reshape(ReduceSum_5) {shape=[3]}
    return Where_3, Reshape_6
    "
  `);
});

it('Max: a tie goes to the first operand: both conditions are the same node', () => {
  expect(backward('Max', [[2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    Greater_1 [2,3] = Greater(x1, x0)
    Where_3 [2,3] = Where(Greater_1, 0, dy)
    Where_4 [2,3] = Where(Greater_1, dy, 0)
    ReduceSum_5 [1,3] = ReduceSum(Where_4) {axes=[0]}
    Reshape_6 [3] = Reshape(ReduceSum_5) {shape=[3]}
    return Where_3, Reshape_6
    "
  `);
});

it('Neg: nothing is kept', () => {
  expect(backward('Neg', [[2]], {})).toMatchInlineSnapshot(`
    "
    Neg_1 [2] = Neg(dy)
    return Neg_1
    "
  `);
});

it('Abs: the sign by a comparison: Sign is no operator of the static graph', () => {
  expect(backward('Abs', [[2]], {})).toMatchInlineSnapshot(`
    "
    Greater_2 [2] = Greater(x0, 0)
    Neg_3 [2] = Neg(dy)
    Where_4 [2] = Where(Greater_2, dy, Neg_3)
    return Where_4
    "
  `);
});

it('Exp: reuses the output, no second Exp', () => {
  expect(backward('Exp', [[2]], {})).toMatchInlineSnapshot(`
    "
    Exp_0 [2] = Exp(x0)
    Mul_1 [2] = Mul(dy, Exp_0)
    return Mul_1
    "
  `);
});

it('Log: one division', () => {
  expect(backward('Log', [[2]], {})).toMatchInlineSnapshot(`
    "
    Div_1 [2] = Div(dy, x0)
    return Div_1
    "
  `);
});

it('Sqrt: reuses the output, no second Sqrt', () => {
  expect(backward('Sqrt', [[2]], {})).toMatchInlineSnapshot(`
    "
    Sqrt_0 [2] = Sqrt(x0)
    Mul_2 [2] = Mul(dy, 0.5)
    Div_3 [2] = Div(Mul_2, Sqrt_0)
    return Div_3
    "
  `);
});

it('Reciprocal: reuses the output, no division', () => {
  expect(backward('Reciprocal', [[2]], {})).toMatchInlineSnapshot(`
    "
    Reciprocal_0 [2] = Reciprocal(x0)
    Mul_1 [2] = Mul(Reciprocal_0, Reciprocal_0)
    Mul_2 [2] = Mul(dy, Mul_1)
    Neg_3 [2] = Neg(Mul_2)
    return Neg_3
    "
  `);
});

it('Sin: needs the input', () => {
  expect(backward('Sin', [[2]], {})).toMatchInlineSnapshot(`
    "
    Cos_1 [2] = Cos(x0)
    Mul_2 [2] = Mul(dy, Cos_1)
    return Mul_2
    "
  `);
});

it('Cos: needs the input', () => {
  expect(backward('Cos', [[2]], {})).toMatchInlineSnapshot(`
    "
    Sin_1 [2] = Sin(x0)
    Mul_2 [2] = Mul(dy, Sin_1)
    Neg_3 [2] = Neg(Mul_2)
    return Neg_3
    "
  `);
});

it('Tanh: reuses the output', () => {
  expect(backward('Tanh', [[2]], {})).toMatchInlineSnapshot(`
    "
    Tanh_0 [2] = Tanh(x0)
    Mul_2 [2] = Mul(Tanh_0, Tanh_0)
    Sub_3 [2] = Sub(1, Mul_2)
    Mul_4 [2] = Mul(dy, Sub_3)
    return Mul_4
    "
  `);
});

it('Sigmoid: reuses the output', () => {
  expect(backward('Sigmoid', [[2]], {})).toMatchInlineSnapshot(`
    "
    Sigmoid_0 [2] = Sigmoid(x0)
    Sub_2 [2] = Sub(1, Sigmoid_0)
    Mul_3 [2] = Mul(Sigmoid_0, Sub_2)
    Mul_4 [2] = Mul(dy, Mul_3)
    return Mul_4
    "
  `);
});

it('Erf: the Gaussian, without a constant tensor of the shape of x', () => {
  expect(backward('Erf', [[2]], {})).toMatchInlineSnapshot(`
    "
    Mul_2 [2] = Mul(x0, x0)
    Neg_3 [2] = Neg(Mul_2)
    Exp_4 [2] = Exp(Neg_3)
    Mul_5 [2] = Mul(1.128379225730896, Exp_4)
    Mul_6 [2] = Mul(dy, Mul_5)
    return Mul_6
    "
  `);
});

it('Relu: 0 at 0, as PyTorch has it', () => {
  expect(backward('Relu', [[2]], {})).toMatchInlineSnapshot(`
    "
    Greater_2 [2] = Greater(x0, 0)
    Where_3 [2] = Where(Greater_2, dy, 0)
    return Where_3
    "
  `);
});

it('Gelu: cdf + x · pdf', () => {
  expect(backward('Gelu', [[2]], { approximate: 'none' })).toMatchInlineSnapshot(`
    "
    Mul_2 [2] = Mul(x0, 0.7071067690849304)
    Erf_3 [2] = Erf(Mul_2)
    Add_6 [2] = Add(1, Erf_3)
    Mul_7 [2] = Mul(0.5, Add_6)
    Mul_10 [2] = Mul(x0, x0)
    Mul_11 [2] = Mul(-0.5, Mul_10)
    Exp_12 [2] = Exp(Mul_11)
    Mul_13 [2] = Mul(0.3989422917366028, Exp_12)
    Mul_14 [2] = Mul(x0, Mul_13)
    Add_15 [2] = Add(Mul_7, Mul_14)
    Mul_16 [2] = Mul(dy, Add_15)
    return Mul_16
    "
  `);
});

it('Gelu: x² is computed once', () => {
  expect(backward('Gelu', [[2]], { approximate: 'tanh' })).toMatchInlineSnapshot(`
    "
    Mul_1 [2] = Mul(x0, x0)
    Mul_4 [2] = Mul(Mul_1, x0)
    Mul_5 [2] = Mul(0.044714998453855515, Mul_4)
    Add_6 [2] = Add(x0, Mul_5)
    Mul_7 [2] = Mul(0.7978845834732056, Add_6)
    Tanh_8 [2] = Tanh(Mul_7)
    Mul_11 [2] = Mul(0.13414500653743744, Mul_1)
    Add_12 [2] = Add(1, Mul_11)
    Mul_13 [2] = Mul(0.7978845834732056, Add_12)
    Add_15 [2] = Add(1, Tanh_8)
    Mul_16 [2] = Mul(0.5, Add_15)
    Mul_17 [2] = Mul(0.5, x0)
    Mul_18 [2] = Mul(Tanh_8, Tanh_8)
    Sub_19 [2] = Sub(1, Mul_18)
    Mul_20 [2] = Mul(Sub_19, Mul_13)
    Mul_21 [2] = Mul(Mul_17, Mul_20)
    Add_22 [2] = Add(Mul_16, Mul_21)
    Mul_23 [2] = Mul(dy, Add_22)
    return Mul_23
    "
  `);
});

it('Where: the condition gets nothing', () => {
  expect(backward('Where', [[2, 1], [2, 3], [3]], {})).toMatchInlineSnapshot(`
    "
    Where_2 [2,3] = Where(x0, dy, 0)
    Where_3 [2,3] = Where(x0, 0, dy)
    ReduceSum_4 [1,3] = ReduceSum(Where_3) {axes=[0]}
    Reshape_5 [3] = Reshape(ReduceSum_4) {shape=[3]}
    return Where_2, Reshape_5
    "
  `);
});

it('MatMul: a weight: rows flattened into one Gemm, no gradient per batch element', () => {
  expect(
    backward(
      'MatMul',
      [
        [2, 3, 4],
        [4, 5],
      ],
      {},
    ),
  ).toMatchInlineSnapshot(`
    "
    Reshape_1 [6,5] = Reshape(dy) {shape=[6,5]}
    Gemm_2 [6,4] = Gemm(Reshape_1, x1) {transA=false, transB=true}
    Reshape_3 [2,3,4] = Reshape(Gemm_2) {shape=[2,3,4]}
    Reshape_4 [6,4] = Reshape(x0) {shape=[6,4]}
    Gemm_5 [4,5] = Gemm(Reshape_4, Reshape_1) {transA=true, transB=false}
    return Reshape_3, Gemm_5
    "
  `);
});

it('MatMul: activations: batched products with the last two axes swapped', () => {
  expect(
    backward(
      'MatMul',
      [
        [2, 3, 4],
        [2, 4, 5],
      ],
      {},
    ),
  ).toMatchInlineSnapshot(`
    "
    Transpose_1 [2,5,4] = Transpose(x1) {permutation=[0,2,1]}
    MatMul_2 [2,3,4] = MatMul(dy, Transpose_1)
    Transpose_3 [2,4,3] = Transpose(x0) {permutation=[0,2,1]}
    MatMul_4 [2,4,5] = MatMul(Transpose_3, dy)
    return MatMul_2, MatMul_4
    "
  `);
});

it('MatMul: a broadcast batch is summed', () => {
  expect(
    backward(
      'MatMul',
      [
        [2, 1, 3, 4],
        [5, 4, 2],
      ],
      {},
    ),
  ).toMatchInlineSnapshot(`
    "
    Transpose_1 [5,2,4] = Transpose(x1) {permutation=[0,2,1]}
    MatMul_2 [2,5,3,4] = MatMul(dy, Transpose_1)
    ReduceSum_3 [2,1,3,4] = ReduceSum(MatMul_2) {axes=[1]}
    Transpose_4 [2,1,4,3] = Transpose(x0) {permutation=[0,1,3,2]}
    MatMul_5 [2,5,4,2] = MatMul(Transpose_4, dy)
    ReduceSum_6 [1,5,4,2] = ReduceSum(MatMul_5) {axes=[0]}
    Reshape_7 [5,4,2] = Reshape(ReduceSum_6) {shape=[5,4,2]}
    return ReduceSum_3, Reshape_7
    "
  `);
});

it('Gemm: transposition is a flag, not a node', () => {
  expect(
    backward(
      'Gemm',
      [
        [3, 4],
        [4, 2],
      ],
      { transA: false, transB: false },
    ),
  ).toMatchInlineSnapshot(`
    "
    Gemm_1 [3,4] = Gemm(dy, x1) {transA=false, transB=true}
    Gemm_2 [4,2] = Gemm(x0, dy) {transA=true, transB=false}
    return Gemm_1, Gemm_2
    "
  `);
});

it('Gemm: both flags swap the operands instead of transposing', () => {
  expect(
    backward(
      'Gemm',
      [
        [4, 3],
        [2, 4],
      ],
      { transA: true, transB: true },
    ),
  ).toMatchInlineSnapshot(`
    "
    Gemm_1 [4,3] = Gemm(x1, dy) {transA=true, transB=true}
    Gemm_2 [2,4] = Gemm(dy, x0) {transA=true, transB=true}
    return Gemm_1, Gemm_2
    "
  `);
});

it('ReduceSum: an Expand, no multiplication with ones', () => {
  expect(backward('ReduceSum', [[2, 3]], { axes: [1] })).toMatchInlineSnapshot(`
    "
    Expand_1 [2,3] = Expand(dy) {shape=[2,3]}
    return Expand_1
    "
  `);
});

it('ReduceMean: divided before it is spread, on the smaller tensor', () => {
  expect(backward('ReduceMean', [[2, 3]], { axes: [1] })).toMatchInlineSnapshot(`
    "
    Mul_2 [2,1] = Mul(dy, 0.3333333432674408)
    Expand_3 [2,3] = Expand(Mul_2) {shape=[2,3]}
    return Expand_3
    "
  `);
});

it("ReduceMax: equal shares on a tie, as PyTorch's amax", () => {
  expect(backward('ReduceMax', [[2, 3]], { axes: [1] })).toMatchInlineSnapshot(`
    "
    ReduceMax_0 [2,1] = ReduceMax(x0) {axes=[1]}
    Less_1 [2,3] = Less(x0, ReduceMax_0)
    Where_4 [2,3] = Where(Less_1, 0, 1)
    ReduceSum_5 [2,1] = ReduceSum(Where_4) {axes=[1]}
    Div_6 [2,1] = Div(dy, ReduceSum_5)
    Mul_7 [2,3] = Mul(Div_6, Where_4)
    return Mul_7
    "
  `);
});

it('Softmax: reuses the output, no second Softmax', () => {
  expect(backward('Softmax', [[2, 3]], { axis: 1 })).toMatchInlineSnapshot(`
    "
    Softmax_0 [2,3] = Softmax(x0) {axis=1}
    Mul_1 [2,3] = Mul(dy, Softmax_0)
    ReduceSum_2 [2,1] = ReduceSum(Mul_1) {axes=[1]}
    Sub_3 [2,3] = Sub(dy, ReduceSum_2)
    Mul_4 [2,3] = Mul(Softmax_0, Sub_3)
    return Mul_4
    "
  `);
});

it('LayerNormalization: mean and deviation are computed once for x and scale', () => {
  expect(backward('LayerNormalization', [[2, 3], [3], [3]], { axis: 1, epsilon: 1e-5 })).toMatchInlineSnapshot(`
    "
    ReduceMean_1 [2,1] = ReduceMean(x0) {axes=[1]}
    Sub_2 [2,3] = Sub(x0, ReduceMean_1)
    Mul_3 [2,3] = Mul(Sub_2, Sub_2)
    ReduceMean_4 [2,1] = ReduceMean(Mul_3) {axes=[1]}
    Add_6 [2,1] = Add(ReduceMean_4, 0.000009999999747378752)
    Sqrt_7 [2,1] = Sqrt(Add_6)
    Reciprocal_8 [2,1] = Reciprocal(Sqrt_7)
    Mul_9 [2,3] = Mul(Sub_2, Reciprocal_8)
    Mul_10 [2,3] = Mul(dy, x1)
    ReduceMean_11 [2,1] = ReduceMean(Mul_10) {axes=[1]}
    Sub_12 [2,3] = Sub(Mul_10, ReduceMean_11)
    Mul_13 [2,3] = Mul(Mul_10, Mul_9)
    ReduceMean_14 [2,1] = ReduceMean(Mul_13) {axes=[1]}
    Mul_15 [2,3] = Mul(Mul_9, ReduceMean_14)
    Sub_16 [2,3] = Sub(Sub_12, Mul_15)
    Mul_17 [2,3] = Mul(Sub_16, Reciprocal_8)
    Mul_18 [2,3] = Mul(dy, Mul_9)
    ReduceSum_19 [1,3] = ReduceSum(Mul_18) {axes=[0]}
    Reshape_20 [3] = Reshape(ReduceSum_19) {shape=[3]}
    ReduceSum_21 [1,3] = ReduceSum(dy) {axes=[0]}
    Reshape_22 [3] = Reshape(ReduceSum_21) {shape=[3]}
    return Mul_17, Reshape_20, Reshape_22
    "
  `);
});

it('Reshape: back to the shape of x', () => {
  expect(backward('Reshape', [[2, 3]], { shape: [6] })).toMatchInlineSnapshot(`
    "
    Reshape_1 [2,3] = Reshape(dy) {shape=[2,3]}
    return Reshape_1
    "
  `);
});

it('Transpose: the inverse permutation, not the same one', () => {
  expect(backward('Transpose', [[2, 3, 4]], { permutation: [2, 0, 1] })).toMatchInlineSnapshot(`
    "
    Transpose_1 [2,3,4] = Transpose(dy) {permutation=[1,2,0]}
    return Transpose_1
    "
  `);
});

it('Expand: sums over the new and the widened axis, then drops the new one', () => {
  expect(backward('Expand', [[2, 1]], { shape: [3, 2, 4] })).toMatchInlineSnapshot(`
    "
    ReduceSum_1 [3,2,1] = ReduceSum(dy) {axes=[2]}
    ReduceSum_2 [1,2,1] = ReduceSum(ReduceSum_1) {axes=[0]}
    Reshape_3 [2,1] = Reshape(ReduceSum_2) {shape=[2,1]}
    return Reshape_3
    "
  `);
});

it('Concat: each input is a slice of dy', () => {
  expect(
    backward(
      'Concat',
      [
        [2, 3],
        [2, 1],
        [2, 2],
      ],
      { axis: 1 },
    ),
  ).toMatchInlineSnapshot(`
    "
    Slice_1 [2,3] = Slice(dy) {starts=[0,0], ends=[2,3], steps=[1,1]}
    Slice_2 [2,1] = Slice(dy) {starts=[0,3], ends=[2,4], steps=[1,1]}
    Slice_3 [2,2] = Slice(dy) {starts=[0,4], ends=[2,6], steps=[1,1]}
    return Slice_1, Slice_2, Slice_3
    "
  `);
});

it('Slice: zeros where nothing was taken, by one Pad', () => {
  expect(backward('Slice', [[6]], { starts: [1], ends: [4], steps: [1] })).toMatchInlineSnapshot(`
    "
    Pad_1 [6] = Pad(dy) {before=[1], after=[2]}
    return Pad_1
    "
  `);
});

it('Slice: a step spreads dy by zeros, then fits it into x', () => {
  expect(backward('Slice', [[7]], { starts: [1], ends: [7], steps: [3] })).toMatchInlineSnapshot(`
    "
    Reshape_1 [2,1] = Reshape(dy) {shape=[2,1]}
    Pad_2 [2,3] = Pad(Reshape_1) {before=[0,0], after=[0,2]}
    Reshape_3 [6] = Reshape(Pad_2) {shape=[6]}
    Pad_4 [7] = Pad(Reshape_3) {before=[1], after=[0]}
    return Pad_4
    "
  `);
});

it('Pad: the part of dy where x lies', () => {
  expect(backward('Pad', [[2, 3]], { before: [0, 2], after: [1, 0] })).toMatchInlineSnapshot(`
    "
    Slice_1 [2,3] = Slice(dy) {starts=[0,2], ends=[2,5], steps=[1,1]}
    return Slice_1
    "
  `);
});

it('has a snapshot of every rule', () => {
  const missing = Object.entries(RULES).filter(([op, { state }]) => state === 'rule' && !covered.has(op));
  expect(missing.map(([op]) => op)).toEqual([]);
});
