import type { ByteSource } from '../bytes/byte-source';
import { dataTypeToNumber, elementBytes } from './data-types';
import { UnwritableModelError } from './errors';
import type { Attribute, DataType, OnnxGraph, OnnxModel, OnnxNode, StoredTensor, ValueInfo } from './graph';
import { type MessageWriter, message } from './message-writer';

/** A graph we made ourselves, ready to be written for onnxruntime. */
export interface GeneratedGraph {
  readonly name: string;
  readonly opset: number;
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly constants: readonly GeneratedConstant[];
}

export interface GeneratedConstant {
  readonly name: string;
  readonly dataType: DataType;
  readonly dims: readonly number[];
  /** Raw little-endian bytes. */
  readonly bytes: ByteSource;
}

const IR_VERSION = 8;

/** Write a generated graph as an ONNX file (IR version 8). Operators of other domains are of their version 1. */
export function encodeModel(graph: GeneratedGraph): Uint8Array {
  return message((model) => {
    model.int(1, IR_VERSION);
    model.string(2, 'gaprune-studio');
    model.message(7, (g) => {
      for (const node of graph.nodes) g.message(1, (n) => writeNode(n, node));
      g.string(2, graph.name);
      for (const constant of graph.constants) g.message(5, (t) => writeTensor(t, constant));
      for (const input of graph.inputs) g.message(11, (v) => writeValueInfo(v, input));
      for (const output of graph.outputs) g.message(12, (v) => writeValueInfo(v, output));
    });
    for (const domain of new Set(['', ...graph.nodes.map((node) => node.domain)])) {
      model.message(8, (opset) => {
        opset.string(1, domain);
        opset.int(2, domain === '' ? graph.opset : 1);
      });
    }
  });
}

/** Largest file that protocol buffers hold. */
const MAX_FILE = 2 ** 31 - 1;

/**
 * Write a whole model with the fields this project reads: for a model in another precision than its file. Documentation, metadata of
 * the model and recorded shapes of inner values are left out. Weights are stored in the file itself.
 *
 * @throws UnwritableModelError for what the reader does not keep, and beyond 2 GB
 */
export function encodeOnnxModel({ irVersion, opsets, graph, functions }: OnnxModel): Uint8Array {
  if (functions.length > 0) throw new UnwritableModelError('Models with functions of their own cannot be written in another precision.', functions[0]); // prettier-ignore
  const size = [...graph.initializers.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MAX_FILE) throw new UnwritableModelError('In this precision the model is larger than the 2 GB an ONNX file can hold.');
  return message((model) => {
    model.int(1, irVersion);
    model.string(2, 'gaprune-studio');
    model.message(7, (g) => writeGraph(g, graph));
    for (const [domain, version] of opsets) {
      model.message(8, (opset) => {
        opset.string(1, domain);
        opset.int(2, version);
      });
    }
  });
}

function writeGraph(out: MessageWriter, { name, nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes) out.message(1, (n) => writeNode(n, node));
  out.string(2, name);
  for (const tensor of initializers.values()) out.message(5, (t) => writeStoredTensor(t, tensor));
  for (const input of inputs) out.message(11, (v) => writeValueInfo(v, input));
  for (const output of outputs) out.message(12, (v) => writeValueInfo(v, output));
}

function writeStoredTensor(out: MessageWriter, tensor: StoredTensor): void {
  if (elementBytes(tensor.dataType) === 0) throw new UnwritableModelError(`Tensors of type ${tensor.dataType} cannot be written.`, `tensor ${tensor.name}`); // prettier-ignore
  writeTensor(out, tensor);
}

function writeNode(out: MessageWriter, node: OnnxNode): void {
  for (const input of node.inputs) out.string(1, input);
  for (const output of node.outputs) out.string(2, output);
  out.string(3, node.name);
  out.string(4, node.opType);
  for (const [name, attribute] of node.attributes) out.message(5, (a) => writeAttribute(a, name, attribute));
  if (node.domain !== '') out.string(7, node.domain);
  for (const [key, value] of node.metadata) {
    out.message(9, (entry) => {
      entry.string(1, key);
      entry.string(2, value);
    });
  }
}

function writeAttribute(out: MessageWriter, name: string, attribute: Attribute): void {
  out.string(1, name);
  switch (attribute.kind) {
    case 'float':
      out.float(2, attribute.value);
      out.int(20, 1);
      break;
    case 'int':
      out.int(3, attribute.value);
      out.int(20, 2);
      break;
    case 'string':
      out.string(4, attribute.value);
      out.int(20, 3);
      break;
    case 'ints':
      for (const value of attribute.value) out.int(8, value);
      out.int(20, 7);
      break;
    case 'tensor':
      out.message(5, (t) => writeStoredTensor(t, attribute.value));
      out.int(20, 4);
      break;
    case 'graph':
      out.message(6, (g) => writeGraph(g, attribute.value));
      out.int(20, 5);
      break;
    case 'floats':
      for (const value of attribute.value) out.float(7, value);
      out.int(20, 6);
      break;
    case 'strings':
      for (const value of attribute.value) out.string(9, value);
      out.int(20, 8);
      break;
    case 'other':
      throw new UnwritableModelError('An attribute is of a kind that cannot be written.', `attribute ${name}`);
  }
}

function writeTensor(out: MessageWriter, tensor: GeneratedConstant): void {
  for (const dim of tensor.dims) out.int(1, dim);
  out.int(2, dataTypeToNumber(tensor.dataType));
  out.string(8, tensor.name);
  out.bytes(9, tensor.bytes.subarray());
}

function writeValueInfo(out: MessageWriter, { name, dataType, shape }: ValueInfo): void {
  const elementType = dataTypeToNumber(dataType);
  if (elementType === 0) throw new UnwritableModelError('An input or output is no tensor.', `value ${name}`);
  out.string(1, name);
  out.message(2, (type) => {
    type.message(1, (tensor) => {
      tensor.int(1, elementType);
      if (shape !== null) tensor.message(2, (dims) => writeShape(dims, shape));
    });
  });
}

function writeShape(out: MessageWriter, shape: readonly (number | string)[]): void {
  for (const dim of shape) {
    out.message(1, (d) => {
      if (typeof dim === 'number') d.int(1, dim);
      else if (dim !== '') d.string(2, dim);
    });
  }
}
