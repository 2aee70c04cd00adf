import type { ByteSource } from '../bytes/byte-source';
import { checkGraph } from './check-graph';
import { dataTypeFromNumber } from './data-types';
import { OnnxFormatError } from './errors';
import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, StoredTensor, ValueInfo } from './graph';
import { type ExternalFiles, readEntry, readTensor } from './read-tensor';
import { Wire } from './wire';

/** Graphs inside attributes (If, Loop, Scan) may nest this deep. */
const MAX_DEPTH = 32;
/** More nodes than any real graph has; each takes far more memory than the file's bytes for it. The same for inputs and outputs of a graph. */
const MAX_NODES = 100_000;
const MAX_VALUES = 10_000;

/**
 * Read an ONNX file.
 *
 * @param bytes the whole file; the model's tensors are ranges of it, and are not read
 * @param files external data files given with it, by bare name
 * @throws OnnxFormatError with the byte offset or the tensor, ExternalDataError for missing or short data files, OnnxGraphError for
 *   nodes that are not a sorted computation
 */
export function readModel(bytes: ByteSource, files: ExternalFiles = new Map()): OnnxModel {
  const wire = new Wire(bytes);
  let irVersion = 0;
  let producer = '';
  let graph: OnnxGraph | null = null;
  const opsets = new Map<string, number>();
  const functions: string[] = [];
  while (wire.next()) {
    switch (wire.field) {
      case 1:
        irVersion = wire.int();
        break;
      case 2:
        producer = wire.string();
        break;
      case 7:
        graph = readGraph(wire.message(), files, 0);
        break;
      case 8:
        readOpset(wire.message(), opsets);
        break;
      case 25:
        functions.push(readFunctionName(wire.message()));
        break;
      default:
        wire.skip();
    }
  }
  if (graph === null || irVersion < 1) throw new OnnxFormatError('This is not an ONNX model: it holds no graph.', `${bytes.length} bytes`);
  if (opsets.size === 0) throw new OnnxFormatError('The model names no operator set.', 'opset_import');
  checkGraph(graph);
  return { irVersion, producer, opsets, graph, functions };
}

function readOpset(wire: Wire, into: Map<string, number>): void {
  let domain = '';
  let version = 0;
  while (wire.next()) {
    if (wire.field === 1) domain = wire.string();
    else if (wire.field === 2) version = wire.int();
    else wire.skip();
  }
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new OnnxFormatError(`Version ${version} of the operator set "${domain}" does not exist.`, 'opset_import');
  }
  into.set(domain === 'ai.onnx' ? '' : domain, version);
}

function readFunctionName(wire: Wire): string {
  let name = '';
  let domain = '';
  while (wire.next()) {
    if (wire.field === 1) name = wire.string();
    else if (wire.field === 10) domain = wire.string();
    else wire.skip();
  }
  return `${domain}:${name}`;
}

function readGraph(wire: Wire, files: ExternalFiles, depth: number): OnnxGraph {
  if (depth > MAX_DEPTH) throw new OnnxFormatError(`Graphs are nested more than ${MAX_DEPTH} deep.`, `byte ${wire.offset}`);
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers = new Map<string, StoredTensor>();
  const inputs: ValueInfo[] = [];
  const outputs: ValueInfo[] = [];
  while (wire.next()) {
    switch (wire.field) {
      case 1:
        if (nodes.length >= MAX_NODES) throw new OnnxFormatError(`A graph has more than ${MAX_NODES} nodes.`, `byte ${wire.offset}`);
        nodes.push(readNode(wire.message(), files, depth));
        break;
      case 2:
        name = wire.string();
        break;
      case 5:
        addInitializer(readTensor(wire.message(), files), initializers);
        break;
      case 11:
        addValue(wire, inputs);
        break;
      case 12:
        addValue(wire, outputs);
        break;
      case 15:
        throw new OnnxFormatError('Sparse initializers are not supported.', `byte ${wire.offset}`);
      default:
        wire.skip();
    }
  }
  return { name, nodes, initializers, inputs, outputs };
}

function addValue(wire: Wire, into: ValueInfo[]): void {
  if (into.length >= MAX_VALUES) {
    throw new OnnxFormatError(`A graph has more than ${MAX_VALUES} inputs or outputs.`, `byte ${wire.offset}`);
  }
  into.push(readValueInfo(wire.message()));
}

function addInitializer(tensor: StoredTensor, into: Map<string, StoredTensor>): void {
  if (tensor.name === '') throw new OnnxFormatError('An initializer has no name.', 'graph');
  if (into.has(tensor.name)) throw new OnnxFormatError('Two initializers have one name.', `tensor ${tensor.name}`);
  into.set(tensor.name, tensor);
}

function readNode(wire: Wire, files: ExternalFiles, depth: number): OnnxNode {
  const at = wire.offset;
  let name = '';
  let opType = '';
  let domain = '';
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, Attribute>();
  const metadata = new Map<string, string>();
  while (wire.next()) {
    switch (wire.field) {
      case 1:
        inputs.push(wire.string());
        break;
      case 2:
        outputs.push(wire.string());
        break;
      case 3:
        name = wire.string();
        break;
      case 4:
        opType = wire.string();
        break;
      case 5:
        readAttribute(wire.message(), files, depth, attributes);
        break;
      case 7:
        domain = wire.string();
        break;
      case 9:
        readEntry(wire.message(), metadata);
        break;
      default:
        wire.skip();
    }
  }
  if (opType === '') throw new OnnxFormatError('A node names no operator.', `byte ${at}`);
  return { name, opType, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes, metadata };
}

/** `AttributeProto.AttributeType`. */
const Kind = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

function readAttribute(wire: Wire, files: ExternalFiles, depth: number, into: Map<string, Attribute>): void {
  const at = wire.offset;
  let name = '';
  let kind = 0;
  let float = 0;
  let int = 0;
  let string = '';
  let tensor: StoredTensor | null = null;
  let graph: OnnxGraph | null = null;
  const floats: number[] = [];
  const ints: number[] = [];
  const strings: string[] = [];
  while (wire.next()) {
    switch (wire.field) {
      case 1:
        name = wire.string();
        break;
      case 2:
        float = wire.float();
        break;
      case 3:
        int = wire.int();
        break;
      case 4:
        string = wire.string();
        break;
      case 5:
        tensor = readTensor(wire.message(), files);
        break;
      case 6:
        graph = readGraph(wire.message(), files, depth + 1);
        break;
      case 7:
        wire.floats(floats);
        break;
      case 8:
        wire.ints(ints);
        break;
      case 9:
        strings.push(wire.string());
        break;
      case 20:
        kind = wire.int();
        break;
      default:
        wire.skip();
    }
  }
  if (name === '' || into.has(name)) throw new OnnxFormatError('A node has an attribute without a name of its own.', `byte ${at}`);
  into.set(name, attributeOf(kind, { float, int, string, tensor, graph, floats, ints, strings }));
}

interface AttributeFields {
  float: number;
  int: number;
  string: string;
  tensor: StoredTensor | null;
  graph: OnnxGraph | null;
  floats: number[];
  ints: number[];
  strings: string[];
}

function attributeOf(kind: number, fields: AttributeFields): Attribute {
  switch (kind) {
    case Kind.float:
      return { kind: 'float', value: fields.float };
    case Kind.int:
      return { kind: 'int', value: fields.int };
    case Kind.string:
      return { kind: 'string', value: fields.string };
    case Kind.floats:
      return { kind: 'floats', value: fields.floats };
    case Kind.ints:
      return { kind: 'ints', value: fields.ints };
    case Kind.strings:
      return { kind: 'strings', value: fields.strings };
    case Kind.tensor:
      return fields.tensor === null ? { kind: 'other' } : { kind: 'tensor', value: fields.tensor };
    case Kind.graph:
      return fields.graph === null ? { kind: 'other' } : { kind: 'graph', value: fields.graph };
    default:
      return { kind: 'other' };
  }
}

function readValueInfo(wire: Wire): ValueInfo {
  let name = '';
  let dataType: ValueInfo['dataType'] = 'other';
  let shape: (number | string)[] | null = null;
  while (wire.next()) {
    if (wire.field === 1) name = wire.string();
    else if (wire.field === 2) {
      const type = wire.message();
      while (type.next()) {
        if (type.field !== 1) {
          type.skip();
          continue;
        }
        const tensor = type.message();
        while (tensor.next()) {
          if (tensor.field === 1) dataType = dataTypeFromNumber(tensor.int());
          else if (tensor.field === 2) shape = readShape(tensor.message());
          else tensor.skip();
        }
      }
    } else wire.skip();
  }
  return { name, dataType, shape };
}

function readShape(wire: Wire): (number | string)[] {
  const shape: (number | string)[] = [];
  while (wire.next()) {
    if (wire.field !== 1) {
      wire.skip();
      continue;
    }
    const dim = wire.message();
    let value: number | string = '';
    while (dim.next()) {
      if (dim.field === 1) value = dim.int();
      else if (dim.field === 2) value = dim.string();
      else dim.skip();
    }
    shape.push(value);
  }
  return shape;
}
