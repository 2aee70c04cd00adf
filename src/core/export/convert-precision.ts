import { setFloat16 } from '@petamoriken/float16';
import { type EmbeddingModel, openEmbeddingModel } from '../model/embedding-model';
import { toFloat32Graph } from '../model/float32-graph';
import { TensorSlice } from '../model/tensor-slice';
import { readWeight } from '../model/weight-values';
import { encodeOnnxModel } from '../onnx/encode';
import { UnwritableModelError } from '../onnx/errors';
import type { Attribute, OnnxGraph, OnnxNode, StoredTensor, ValueInfo } from '../onnx/graph';
import { ExportVerificationError } from './errors';
import type { Precision } from './precision';

const FILE_NAME = { float32: 'model.onnx', float16: 'model_fp16.onnx' } as const;
/** `TensorProto.DataType` of float32. */
const FLOAT32 = 1;
/** The first IR version in which an initializer need not be an input too. */
const IR_WITHOUT_INPUTS = 4;

/**
 * The model in another precision, read back from what was written; the model itself when it already is in this one.
 *
 * float32 writes the file's own graph (float16's rounded constants put back) with its weights in single precision. float16
 * stores every weight of two or more dimensions in half precision, followed by a Cast: all arithmetic stays in single precision.
 *
 * @throws UnwritableModelError for weights beyond float16, weights in graphs inside nodes, and for what the writer does not know
 */
export function convertPrecision(model: EmbeddingModel, precision: Precision): EmbeddingModel {
  if (precision === 'input' || model.parameters.every(({ storage }) => storage === precision)) return model;
  const inside = model.onnx.graph.nodes.find(({ attributes }) => [...attributes.values()].some(({ kind }) => kind === 'graph'));
  if (inside !== undefined) {
    throw new UnwritableModelError(`${inside.opType} holds a graph, whose precision is not changed: export it as the input.`, inside.name);
  }
  const single = singleGraph(model);
  const graph = precision === 'float32' ? single : halfGraph(single, matricesOf(model));
  const bytes = encodeOnnxModel({ ...model.onnx, irVersion: Math.max(model.onnx.irVersion, IR_WITHOUT_INPUTS), graph });
  const directory = model.onnxPath.slice(0, model.onnxPath.length - model.files.modelName.length);
  const external = new Set([...model.files.external.keys()].map((name) => directory + name));
  const folder = new Map([...model.folder].filter(([path]) => path !== model.onnxPath && !external.has(path)));
  folder.set(directory + FILE_NAME[precision], bytes);
  return openEmbeddingModel(model.name, folder);
}

/**
 * Compare every weight of a converted model with the one it was made from, rounded to how it is stored now.
 * @throws ExportVerificationError naming the weight
 */
export function checkConversion(before: EmbeddingModel, after: EmbeddingModel): void {
  if (after === before) return;
  const converted = new Map(after.parameters.map((parameter) => [parameter.name, parameter]));
  for (const { name, initializer } of before.parameters) {
    const parameter = converted.get(name);
    const [from, to] = [before.tensors.get(initializer), after.tensors.get(parameter?.initializer ?? '')];
    if (from === undefined || to === undefined) throw new ExportVerificationError('A weight is missing from the file.', `weight ${name}`);
    const expected = readWeight(to.dataType === 'float16' ? asHalf(from) : from);
    const values = readWeight(to);
    const at = values.findIndex((value, i) => !Object.is(value, expected[i]));
    if (values.length !== expected.length || at >= 0) {
      throw new ExportVerificationError(`The file holds ${values[at]} where ${expected[at]} was written.`, `weight ${name}, element ${at}`);
    }
  }
}

/** The file's own graph in float32, weights included. */
function singleGraph({ onnx, layerNormEpsilon }: EmbeddingModel): OnnxGraph {
  const graph = toFloat32Graph(onnx.graph, new Set(), layerNormEpsilon);
  const asSingle = (value: ValueInfo): ValueInfo =>
    value.dataType === 'float16' || value.dataType === 'bfloat16' ? { ...value, dataType: 'float32' } : value;
  const inputs = graph.inputs.filter(({ name }) => !graph.initializers.has(name)).map(asSingle);
  return { ...graph, inputs, outputs: graph.outputs.map(asSingle) };
}

/** Values of the file's graph that hold weights of two or more dimensions, fused ones by their whole. */
function matricesOf({ onnx, parameters, tensors }: EmbeddingModel): Set<string> {
  const matrices = new Set<StoredTensor>();
  for (const { initializer, shape } of parameters) {
    const tensor = tensors.get(initializer);
    if (tensor !== undefined && shape.length >= 2) matrices.add(tensor instanceof TensorSlice ? tensor.whole : tensor);
  }
  const constants = onnx.graph.nodes.flatMap(({ outputs, attributes }) => {
    const value = attributes.get('value');
    return value?.kind === 'tensor' && matrices.has(value.value) ? [outputs[0] ?? ''] : [];
  });
  return new Set([...[...onnx.graph.initializers].filter(([, tensor]) => matrices.has(tensor)).map(([name]) => name), ...constants]);
}

/** These weights as float16 initializers, and a Cast of each for the nodes to read. */
function halfGraph(graph: OnnxGraph, matrices: ReadonlySet<string>): OnnxGraph {
  const initializers = new Map(graph.initializers);
  const casts: OnnxNode[] = [];
  const store = (name: string, tensor: StoredTensor): void => {
    initializers.set(name, asHalf({ ...tensor, name }));
    const attributes = new Map<string, Attribute>([['to', { kind: 'int', value: FLOAT32 }]]);
    casts.push({
      name: castOf(name),
      opType: 'Cast',
      domain: '',
      inputs: [name],
      outputs: [castOf(name)],
      attributes,
      metadata: new Map(),
    });
  };
  for (const [name, tensor] of graph.initializers) if (matrices.has(name)) store(name, tensor);
  const nodes = graph.nodes.filter((node) => {
    const [output = ''] = node.outputs;
    const value = node.attributes.get('value');
    if (!matrices.has(output) || value?.kind !== 'tensor') return true;
    store(output, value.value);
    return false;
  });
  return { ...graph, nodes: [...casts, ...nodes.map((node) => readCasts(node, matrices))], initializers };
}

const castOf = (name: string): string => `${name}.float32`;

/** The node with the casts of these values in their place. */
function readCasts(node: OnnxNode, values: ReadonlySet<string>): OnnxNode {
  return { ...node, inputs: node.inputs.map((input) => (values.has(input) ? castOf(input) : input)) };
}

const asHalf = (tensor: StoredTensor): StoredTensor => ({
  name: tensor.name,
  dims: tensor.dims,
  dataType: 'float16',
  bytes: halfBytes(tensor.name, readWeight(tensor)),
  range: null,
});

/** Rounded to the nearest float16, ties to even. @throws UnwritableModelError beyond ±65504 */
function halfBytes(name: string, values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    if (Math.abs(value) >= 65520) throw new UnwritableModelError(`float16 ends at 65504; element ${i} is ${value}.`, `weight ${name}`);
    setFloat16(view, i * 2, value, true);
  });
  return bytes;
}
