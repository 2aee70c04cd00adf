import { sizeOf } from '../tensor';
import { GraphShapeError } from './errors';
import type { AnyNode, OpAttributes, OpName, StaticNode, Value } from './ops';
import { broadcastShapes, inferNode } from './shapes';

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((dim, i) => dim === b[i]);

/** From this many numbers on, a sum is made in two stages. */
const LONG_SUM = 64;

/** Attributes that an operator without attributes has. */
const NONE = {};

/**
 * Builds a static graph node by node. Shapes are inferred and checked as nodes are added; a node that is already there (same
 * operator, attributes and inputs) is not added twice, so rules may ask for the same intermediate value again at no cost.
 */
export class GraphBuilder {
  readonly nodes: AnyNode[] = [];
  /** Values that are known at build time, by value: the constants of the graph. */
  readonly constants = new Map<Value, Float32Array>();
  readonly inputs: Value[] = [];
  private readonly producers = new Map<Value, AnyNode>();
  private readonly known = new Map<string, Value>();
  private readonly constantsByKey = new Map<string, Value>();
  private counter = 0;

  /** A value that is fed at run time: a parameter, or something computed on the host. */
  input(name: string, type: Value['type'], shape: readonly number[]): Value {
    const value: Value = { name, type, shape };
    this.inputs.push(value);
    return value;
  }

  /** A float32 constant. Small ones are shared when equal. */
  constant(data: ArrayLike<number>, shape: readonly number[]): Value {
    const values = Float32Array.from(data);
    if (values.length !== sizeOf(shape)) throw new GraphShapeError(`${values.length} values for shape [${shape}].`);
    const key = values.length <= 16 ? `${shape.join()}:${values.join()}` : null;
    const shared = key === null ? undefined : this.constantsByKey.get(key);
    if (shared !== undefined) return shared;
    const value: Value = { name: this.freshName('constant'), type: 'float32', shape };
    this.constants.set(value, values);
    if (key !== null) this.constantsByKey.set(key, value);
    return value;
  }

  scalar(value: number): Value {
    return this.constant([value], []);
  }

  /** The node that computes `value`, or undefined for inputs and constants. */
  producer(value: Value): AnyNode | undefined {
    return this.producers.get(value);
  }

  /** Add a node and return its output. @throws GraphShapeError when the inputs do not fit */
  node<K extends OpName>(op: K, inputs: readonly Value[], attributes: OpAttributes[K]): Value {
    const key = JSON.stringify([op, attributes, inputs.map((v) => v.name)]);
    const present = this.known.get(key);
    if (present !== undefined) return present;
    const { type, shape } = inferNode(op, inputs, attributes);
    const output: Value = { name: this.freshName(op), type, shape };
    const node: StaticNode<K> = { op, attributes, inputs, output };
    // A StaticNode<K> is one member of the union AnyNode; the compiler cannot see that for a generic K.
    this.nodes.push(node as unknown as AnyNode);
    this.producers.set(output, node as unknown as AnyNode);
    this.known.set(key, output);
    return output;
  }

  private freshName(stem: string): string {
    return `${stem}_${this.counter++}`;
  }

  add = (a: Value, b: Value): Value => this.node('Add', [a, b], NONE);
  sub = (a: Value, b: Value): Value => this.node('Sub', [a, b], NONE);
  mul = (a: Value, b: Value): Value => this.node('Mul', [a, b], NONE);
  div = (a: Value, b: Value): Value => this.node('Div', [a, b], NONE);
  pow = (a: Value, b: Value): Value => this.node('Pow', [a, b], NONE);
  neg = (x: Value): Value => this.node('Neg', [x], NONE);
  exp = (x: Value): Value => this.node('Exp', [x], NONE);
  log = (x: Value): Value => this.node('Log', [x], NONE);
  sqrt = (x: Value): Value => this.node('Sqrt', [x], NONE);
  matMul = (a: Value, b: Value): Value => this.node('MatMul', [a, b], NONE);
  gemm = (a: Value, b: Value, transA: boolean, transB: boolean): Value => this.node('Gemm', [a, b], { transA, transB });
  greater = (a: Value, b: Value): Value => this.node('Greater', [a, b], NONE);
  where = (condition: Value, a: Value, b: Value): Value => this.node('Where', [condition, a, b], NONE);
  sum = (x: Value, axes: readonly number[]): Value => (axes.length === 0 ? x : this.node('ReduceSum', [x], { axes }));
  mean = (x: Value, axes: readonly number[]): Value => {
    const [axis] = axes;
    if (axes.length !== 1 || axis === undefined) return axes.length === 0 ? x : this.node('ReduceMean', [x], { axes });
    const size = x.shape[axis] ?? 1;
    return size < LONG_SUM ? this.node('ReduceMean', [x], { axes }) : this.mul(this.sumInParts(x, axis), this.scalar(1 / size));
  };
  reshape = (x: Value, shape: readonly number[]): Value => (sameShape(x.shape, shape) ? x : this.node('Reshape', [x], { shape }));
  transpose = (x: Value, permutation: readonly number[]): Value => this.node('Transpose', [x], { permutation });
  expand = (x: Value, shape: readonly number[]): Value =>
    sameShape(x.shape, broadcastShapes(x.shape, shape)) ? x : this.node('Expand', [x], { shape: broadcastShapes(x.shape, shape) });

  /** Swap the last two axes. */
  transposeMatrix(x: Value): Value {
    const axes = x.shape.map((_, axis) => axis);
    const rank = axes.length;
    return this.transpose(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
  }

  /** Sum `x` over the axes along which `shape` was broadcast to it, so that the result has that shape. */
  sumTo(x: Value, shape: readonly number[]): Value {
    const lead = x.shape.length - shape.length;
    const axes = x.shape.flatMap((dim, axis) => (axis < lead || (shape[axis - lead] === 1 && dim !== 1) ? [axis] : []));
    const summed = [...axes].reverse().reduce((value, axis) => this.sumInParts(value, axis), x);
    return this.reshape(summed, shape);
  }

  /**
   * Sum along one axis, which stays as 1. A long sum goes in two stages: onnxruntime adds up one after another, which loses a digit over
   * a few hundred numbers; parts of about √n keep it.
   */
  sumInParts(x: Value, axis: number): Value {
    const size = x.shape[axis] ?? 1;
    let part = size < LONG_SUM ? 1 : Math.floor(Math.sqrt(size));
    while (size % part !== 0) part--;
    if (part === 1) return size === 1 ? x : this.sum(x, [axis]);
    const split = [...x.shape.slice(0, axis), size / part, part, ...x.shape.slice(axis + 1)];
    const parts = this.sum(this.reshape(x, split), [axis + 1]);
    return this.reshape(
      this.sum(parts, [axis]),
      x.shape.map((dim, i) => (i === axis ? 1 : dim)),
    );
  }

  /** As a matrix: every axis but the last flattened into rows. */
  toMatrix(x: Value): Value {
    const columns = x.shape.at(-1) ?? 1;
    return this.reshape(x, [columns === 0 ? 0 : sizeOf(x.shape) / columns, columns]);
  }
}
