import { dataTypeToNumber } from './data-types';
import type { Attribute, DataType, OnnxNode, ValueInfo } from './graph';

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
  readonly bytes: Uint8Array;
}

const IR_VERSION = 8;
const text = new TextEncoder();

/** Write a generated graph as an ONNX file (IR version 8). */
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
    model.message(8, (opset) => {
      opset.string(1, '');
      opset.int(2, graph.opset);
    });
  });
}

function writeNode(out: MessageWriter, node: OnnxNode): void {
  for (const input of node.inputs) out.string(1, input);
  for (const output of node.outputs) out.string(2, output);
  out.string(3, node.name);
  out.string(4, node.opType);
  for (const [name, attribute] of node.attributes) out.message(5, (a) => writeAttribute(a, name, attribute));
  if (node.domain !== '') out.string(7, node.domain);
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
      out.message(5, (t) => writeTensor(t, attribute.value));
      out.int(20, 4);
      break;
    default:
      throw new TypeError(`Generated graphs have no ${attribute.kind} attributes.`);
  }
}

function writeTensor(out: MessageWriter, tensor: GeneratedConstant): void {
  for (const dim of tensor.dims) out.int(1, dim);
  out.int(2, dataTypeToNumber(tensor.dataType));
  out.string(8, tensor.name);
  out.bytes(9, tensor.bytes);
}

function writeValueInfo(out: MessageWriter, value: ValueInfo): void {
  out.string(1, value.name);
  out.message(2, (type) => {
    type.message(1, (tensor) => {
      tensor.int(1, dataTypeToNumber(value.dataType));
      tensor.message(2, (shape) => {
        for (const dim of value.shape ?? []) {
          shape.message(1, (d) => {
            if (typeof dim === 'number') d.int(1, dim);
            else d.string(2, dim);
          });
        }
      });
    });
  });
}

function message(write: (out: MessageWriter) => void): Uint8Array {
  const writer = new MessageWriter();
  write(writer);
  return writer.finish();
}

/** Collects the fields of one protocol-buffer message. */
class MessageWriter {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  int(field: number, value: number): void {
    this.push(varint(field * 8));
    this.push(varint(value));
  }

  float(field: number, value: number): void {
    this.push(varint(field * 8 + 5));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.push(bytes);
  }

  string(field: number, value: string): void {
    this.bytes(field, text.encode(value));
  }

  message(field: number, write: (out: MessageWriter) => void): void {
    this.bytes(field, message(write));
  }

  bytes(field: number, value: Uint8Array): void {
    this.push(varint(field * 8 + 2));
    this.push(varint(value.length));
    this.push(value);
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  private push(part: Uint8Array): void {
    this.parts.push(part);
    this.size += part.length;
  }
}

function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}
