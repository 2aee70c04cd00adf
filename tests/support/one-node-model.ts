import { setFloat16 } from '@petamoriken/float16';
import * as ort from 'onnxruntime-web/wasm';
import type { HostTensor } from '../../src/core/interpreter/host-tensor';
import { elementBytes } from '../../src/core/onnx/data-types';
import { encodeModel } from '../../src/core/onnx/encode';
import type { DataType, OnnxNode, StoredTensor, ValueInfo } from '../../src/core/onnx/graph';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

type Write = (view: DataView, offset: number, value: number) => void;

const writers: ReadonlyMap<DataType, Write> = new Map<DataType, Write>([
  ['float32', (view, offset, value) => view.setFloat32(offset, value, true)],
  ['float64', (view, offset, value) => view.setFloat64(offset, value, true)],
  ['float16', (view, offset, value) => setFloat16(view, offset, value, true)],
  ['int8', (view, offset, value) => view.setInt8(offset, value)],
  ['int16', (view, offset, value) => view.setInt16(offset, value, true)],
  ['int32', (view, offset, value) => view.setInt32(offset, value, true)],
  ['int64', (view, offset, value) => view.setBigInt64(offset, int64(value), true)],
  ['uint8', (view, offset, value) => view.setUint8(offset, value)],
  ['uint32', (view, offset, value) => view.setUint32(offset, value, true)],
  ['bool', (view, offset, value) => view.setUint8(offset, value)],
]);

/** 2^63, the float64 nearest to INT64_MAX, stands for INT64_MAX. */
function int64(value: number): bigint {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
}

/** The raw little-endian form of a host tensor. */
export function hostToStored(name: string, tensor: HostTensor): StoredTensor {
  const write = writers.get(tensor.dataType);
  if (write === undefined) throw new TypeError(`No writer for ${tensor.dataType}.`);
  const size = elementBytes(tensor.dataType);
  const bytes = new Uint8Array(tensor.data.length * size);
  const view = new DataView(bytes.buffer);
  tensor.data.forEach((value, i) => write(view, i * size, value));
  return { name, dataType: tensor.dataType, dims: tensor.shape, bytes, range: null };
}

function valueInfo(name: string, tensor: HostTensor, symbolic: boolean): ValueInfo {
  const shape = symbolic ? tensor.shape.map((_, axis) => `${name}_${axis}`) : tensor.shape;
  return { name, dataType: tensor.dataType, shape };
}

let last: Promise<unknown> = Promise.resolve();

/** onnxruntime allows one run at a time over all sessions. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}

/**
 * Run a node through onnxruntime's wasm kernels. Inputs are fed as constants, so that every data type and shape input is
 * known to it; `expected` declares the outputs' types and ranks, not their sizes. An output that is not expected is not asked for.
 */
export function runNode(
  node: OnnxNode,
  inputs: readonly (HostTensor | undefined)[],
  expected: readonly (HostTensor | undefined)[],
  opset: number,
): Promise<HostTensor[]> {
  const constants = inputs.flatMap((value, k) => (value === undefined ? [] : [hostToStored(node.inputs[k] ?? '', value)]));
  const names = node.outputs.map((name, k) => (expected[k] === undefined ? '' : name));
  const outputs = expected.flatMap((tensor, k) => (tensor === undefined ? [] : [valueInfo(names[k] ?? '', tensor, true)]));
  const asked = { ...node, outputs: names };
  const model = encodeModel({ name: node.opType, opset, nodes: [asked], inputs: [], outputs, constants });
  return oneAtATime(async () => {
    // Without optimisation: constant folding would hide which kernel is compared.
    const session = await ort.InferenceSession.create(model, { graphOptimizationLevel: 'disabled' });
    const results = await session.run({});
    const tensors = outputs.map(({ name }) => fromOrt(results[name]));
    await session.release();
    return tensors;
  });
}

function fromOrt(tensor: ort.Tensor | undefined): HostTensor {
  if (tensor === undefined || tensor.type === 'string') throw new TypeError('onnxruntime gave no numbers.');
  const dataType = dataTypes.get(tensor.type);
  if (dataType === undefined) throw new TypeError(`No data type for ${tensor.type}.`);
  const data = Float64Array.from(Array.from(tensor.data, Number));
  return { dataType, shape: tensor.dims, data };
}

const dataTypes: ReadonlyMap<string, DataType> = new Map<string, DataType>([
  ['float32', 'float32'],
  ['float64', 'float64'],
  ['int8', 'int8'],
  ['int16', 'int16'],
  ['int32', 'int32'],
  ['int64', 'int64'],
  ['uint8', 'uint8'],
  ['uint32', 'uint32'],
  ['bool', 'bool'],
]);
