/**
 * The operators of the static graph: the small set of float operators that a specialised model is made of, that the
 * differentiation rules read and write, and that onnxruntime runs on the GPU. Attributes are typed and already normalised
 * (axes are non-negative, reductions keep their dimensions, slices name every axis).
 */
export interface OpAttributes {
  // element by element, with broadcasting
  Add: object;
  Sub: object;
  Mul: object;
  Div: object;
  Pow: object;
  Min: object;
  Max: object;
  // element by element
  Neg: object;
  Abs: object;
  Exp: object;
  Log: object;
  Sqrt: object;
  Reciprocal: object;
  Sin: object;
  Cos: object;
  Tanh: object;
  Sigmoid: object;
  Erf: object;
  Relu: object;
  Gelu: { readonly approximate: 'none' | 'tanh' };
  // comparisons: float in, bool out
  Greater: object;
  Less: object;
  Where: object;
  // products
  MatMul: object;
  /** `op(A)·op(B)` of two matrices. */
  Gemm: { readonly transA: boolean; readonly transB: boolean };
  // reductions and norms
  ReduceSum: { readonly axes: readonly number[] };
  ReduceMean: { readonly axes: readonly number[] };
  ReduceMax: { readonly axes: readonly number[] };
  Softmax: { readonly axis: number };
  /** Over the last `rank − axis` axes; inputs x, scale, bias. */
  LayerNormalization: { readonly axis: number; readonly epsilon: number };
  // layout
  Reshape: { readonly shape: readonly number[] };
  Transpose: { readonly permutation: readonly number[] };
  Expand: { readonly shape: readonly number[] };
  Concat: { readonly axis: number };
  Slice: { readonly starts: readonly number[]; readonly ends: readonly number[]; readonly steps: readonly number[] };
  /** Zeros before and after, per axis. */
  Pad: { readonly before: readonly number[]; readonly after: readonly number[] };
  /** Rows of a table: `data[indices]` along axis 0. */
  Gather: object;
}

export type OpName = keyof OpAttributes;

export type ElementType = 'float32' | 'int32' | 'bool';

/** A value of the static graph: a name, a type and a shape that is known. Identity is by reference. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

export interface StaticNode<K extends OpName = OpName> {
  readonly op: K;
  readonly attributes: OpAttributes[K];
  readonly inputs: readonly Value[];
  readonly output: Value;
}

export type AnyNode = { [K in OpName]: StaticNode<K> }[OpName];
