import type { OpName } from '../ir/ops';
import type { RuleState } from './rule';
import { abs } from './rules/abs';
import { add } from './rules/add';
import { concat } from './rules/concat';
import { cos } from './rules/cos';
import { div } from './rules/div';
import { erf } from './rules/erf';
import { exp } from './rules/exp';
import { expand } from './rules/expand';
import { gelu } from './rules/gelu';
import { gemm } from './rules/gemm';
import { layerNormalization } from './rules/layer-normalization';
import { log } from './rules/log';
import { matMul } from './rules/mat-mul';
import { max } from './rules/max';
import { min } from './rules/min';
import { mul } from './rules/mul';
import { neg } from './rules/neg';
import { pad } from './rules/pad';
import { pow } from './rules/pow';
import { reciprocal } from './rules/reciprocal';
import { reduceMax } from './rules/reduce-max';
import { reduceMean } from './rules/reduce-mean';
import { reduceSum } from './rules/reduce-sum';
import { relu } from './rules/relu';
import { reshape } from './rules/reshape';
import { sigmoid } from './rules/sigmoid';
import { sin } from './rules/sin';
import { slice } from './rules/slice';
import { softmax } from './rules/softmax';
import { sqrt } from './rules/sqrt';
import { sub } from './rules/sub';
import { tanh } from './rules/tanh';
import { transpose } from './rules/transpose';
import { where } from './rules/where';

/** The state of every operator of the static graph. A new operator without a row does not compile. */
export type RuleTable = { readonly [K in OpName]: RuleState<K> };

export const RULES: RuleTable = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Pow: pow,
  Min: min,
  Max: max,
  Neg: neg,
  Abs: abs,
  Exp: exp,
  Log: log,
  Sqrt: sqrt,
  Reciprocal: reciprocal,
  Sin: sin,
  Cos: cos,
  Tanh: tanh,
  Sigmoid: sigmoid,
  Erf: erf,
  Relu: relu,
  Gelu: gelu,
  Greater: { state: 'noGradient', reason: 'a comparison is constant almost everywhere' },
  Less: { state: 'noGradient', reason: 'a comparison is constant almost everywhere' },
  Where: where,
  MatMul: matMul,
  Gemm: gemm,
  ReduceSum: reduceSum,
  ReduceMean: reduceMean,
  ReduceMax: reduceMax,
  Softmax: softmax,
  LayerNormalization: layerNormalization,
  Reshape: reshape,
  Transpose: transpose,
  Expand: expand,
  Concat: concat,
  Slice: slice,
  Pad: pad,
  Gather: { state: 'rows' },
};
