import { hostTensor, type HostTensor } from '../../../src/core/interpreter/host-tensor';
import { product } from '../../../src/core/interpreter/shape';
import type { Attribute, DataType, OnnxNode } from '../../../src/core/onnx/graph';
import { hostToStored } from '../one-node-model';

/** One evaluation of one op, compared with onnxruntime's kernel of the same op. */
export interface OpCase {
  readonly op: string;
  /** The standard one when left out. */
  readonly domain?: string;
  readonly inputs: readonly (HostTensor | undefined)[];
  readonly attributes?: AttributeValues;
  /** 20 when left out: the newest in which every op here has its current form and onnxruntime a kernel. */
  readonly opset?: number;
  readonly outputs?: number;
}

class Real {
  constructor(readonly value: number) {}
}

/** A float attribute; a bare number is an int. */
export function real(value: number): Real {
  return new Real(value);
}

type AttributeValue = number | readonly number[] | string | Real | HostTensor;
export type AttributeValues = Readonly<Record<string, AttributeValue>>;

function attribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  if (value instanceof Real) return { kind: 'float', value: value.value };
  if ('dataType' in value) return { kind: 'tensor', value: hostToStored(name, value) };
  return { kind: 'ints', value };
}

export function nodeOf({ op, domain = '', inputs, attributes = {}, outputs = 1 }: OpCase): OnnxNode {
  return {
    name: `${op}_0`,
    opType: op,
    domain,
    inputs: inputs.map((input, k) => (input === undefined ? '' : `in${k}`)),
    outputs: Array.from({ length: outputs }, (_, k) => `out${k}`),
    attributes: new Map(Object.entries(attributes).map(([name, value]) => [name, attribute(name, value)])),
    metadata: new Map(),
  };
}

/** mulberry32: the same numbers on every machine. */
let state = 20260801;
function random(): number {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Float32 values, exactly: random ones in [low, high). */
export function reals(shape: readonly number[], low = -2, high = 2): HostTensor {
  const data = Float64Array.from({ length: product(shape) }, () => Math.fround(low + (high - low) * random()));
  return hostTensor('float32', shape, data);
}

export function floats(values: readonly number[], shape: readonly number[] = [values.length]): HostTensor {
  return hostTensor('float32', shape, values.map(Math.fround));
}

export function ints(values: readonly number[], shape: readonly number[] = [values.length], dataType: DataType = 'int64'): HostTensor {
  return hostTensor(dataType, shape, values);
}

export function bools(values: readonly number[], shape: readonly number[] = [values.length]): HostTensor {
  return hostTensor('bool', shape, values);
}

/** 0, 1, 2, ... */
export function counting(shape: readonly number[], dataType: DataType = 'float32'): HostTensor {
  return hostTensor(
    dataType,
    shape,
    Array.from({ length: product(shape) }, (_, i) => i),
  );
}
