import { describe, expect, it } from 'vitest';
import { TINY_MODELS } from '../../../tests/support/golden';
import { loadModelFiles } from '../../../tests/support/models';
import * as proto from '../../../tests/support/proto';
import { mulberry32 } from '../data/random';
import { GapruneError } from '../errors';
import { findParameters } from '../model/parameters';
import { specialize } from '../specialize/specialize';
import { readModel } from './read-model';
import { Wire } from './wire';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
const { bytes, external, input, int, message, model, node, output, string, tensor } = proto;

const zeros = (count: number) => bytes(9, new Uint8Array(count));
/** A graph attribute that holds a graph that holds … `depth` deep. */
function nested(depth: number): number[] {
  let graph: readonly number[] = [];
  for (let i = 0; i < depth; i++) {
    graph = [...message(1, string(4, 'If'), message(5, string(1, 'then_branch'), message(6, graph), int(20, 5)))];
  }
  return [...graph];
}

/** A graph of one field again and again. */
function repeated(count: number, field: readonly number[]): Uint8Array {
  const graph = new Uint8Array(count * field.length);
  for (let i = 0; i < count; i++) graph.set(field, i * field.length);
  return Buffer.concat([Uint8Array.from([...int(1, 8), ...proto.varint(7 * 8 + 2), ...proto.varint(graph.length)]), graph, OPSET]);
}
const OPSET = Uint8Array.from(message(8, string(1, ''), int(2, 17)));

interface BadFile {
  readonly what: string;
  readonly file: Uint8Array;
  readonly data?: ReadonlyMap<string, Uint8Array>;
  readonly code: 'ONNX_FORMAT' | 'ONNX_GRAPH' | 'ONNX_EXTERNAL_DATA';
  readonly message: RegExp;
}

const bad = (what: string, file: Uint8Array, code: BadFile['code'], expected: RegExp, data?: BadFile['data']): BadFile => ({
  what,
  file,
  code,
  message: expected,
  ...(data === undefined ? {} : { data }),
});

const sidecar = new Map([['w.data', new Uint8Array(16)]]);
const stored = (entries: Record<string, string>, dims: readonly number[] = [2]) => model(external('w', dims, entries));

const BAD_FILES: readonly BadFile[] = [
  bad('an empty file', new Uint8Array(), 'ONNX_FORMAT', /not an ONNX model.*\(0 bytes\)/),
  bad('a text', ascii('Hello, this is no model.'), 'ONNX_FORMAT', /\(byte \d+\)/),
  bad('JSON', ascii('{"a": 1}'), 'ONNX_FORMAT', /\(byte \d+\)/),
  bad('a Git LFS pointer', ascii('version https://git-lfs.github.com/spec/v1\noid sha256:0'), 'ONNX_FORMAT', /\(byte \d+\)/),
  bad('a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0), 'ONNX_FORMAT', /\(byte \d+\)/),
  bad('a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), 'ONNX_FORMAT', /\(byte \d+\)/),
  bad('zeros', new Uint8Array(64), 'ONNX_FORMAT', /impossible number.*\(byte 0\)/),
  bad('a model without a graph', Uint8Array.from(int(1, 8)), 'ONNX_FORMAT', /holds no graph/),
  bad('a graph without opsets', Uint8Array.from([...int(1, 8), ...message(7)]), 'ONNX_FORMAT', /names no operator set.*\(opset_import\)/),
  bad('opset −1', Uint8Array.from([...int(1, 8), ...message(7), ...message(8, int(2, -1))]), 'ONNX_FORMAT', /Version -1/),
  bad(
    'a varint of eleven bytes',
    Uint8Array.from([8, ...new Array<number>(11).fill(0xff)]),
    'ONNX_FORMAT',
    /longer than ten bytes.*\(byte 1\)/,
  ),
  bad('a length beyond the file', Uint8Array.of(0x3a, 0xff, 0x01, 0), 'ONNX_FORMAT', /claims 255 bytes where 1 are left.*\(byte 1\)/),
  bad('a length of 2^63', Uint8Array.from([0x3a, ...proto.varint(1n << 63n)]), 'ONNX_FORMAT', /out of range.*\(byte 1\)/),
  bad('a name that is not UTF-8', model(bytes(2, [0xff, 0xfe])), 'ONNX_FORMAT', /UTF-8/),
  bad('a group', Uint8Array.of(0x0b, 0x0c), 'ONNX_FORMAT', /wire type 3/),

  bad('two initializers with one name', model(tensor('w', 1, [1], zeros(4)), tensor('w', 1, [1], zeros(4))), 'ONNX_FORMAT', /\(tensor w\)/),
  bad(
    'two initializers named __proto__',
    model(tensor('__proto__', 1, [], zeros(4)), tensor('__proto__', 1, [], zeros(4))),
    'ONNX_FORMAT',
    /__proto__/,
  ),
  bad('an initializer without a name', model(tensor('', 1, [1], zeros(4))), 'ONNX_FORMAT', /no name/),
  bad('a negative dimension', model(tensor('w', 1, [-1], zeros(4))), 'ONNX_FORMAT', /A dimension is -1.*\(tensor w\)/),
  bad('a dimension of 2^62', model(tensor('w', 1, [1n << 62n], zeros(4))), 'ONNX_FORMAT', /dimension is 46116860.*\(tensor w\)/),
  bad('dimensions that multiply beyond 2^53', model(tensor('w', 1, [2 ** 30, 2 ** 30], zeros(4))), 'ONNX_FORMAT', /2\^53.*\(tensor w\)/),
  bad('bytes that overflow where elements do not', model(tensor('w', 1, [2 ** 52], zeros(4))), 'ONNX_FORMAT', /2\^53.*\(tensor w\)/),
  bad('zero times too much', model(tensor('w', 1, [2 ** 40, 2 ** 40, 0])), 'ONNX_FORMAT', /2\^53/),
  bad('too few bytes', model(tensor('w', 1, [2], zeros(4))), 'ONNX_FORMAT', /asks for 8 bytes and 4 are stored.*\(tensor w\)/),
  bad('too many bytes', model(tensor('w', 1, [2], zeros(12))), 'ONNX_FORMAT', /8 bytes and 12/),
  bad('bytes for no elements', model(tensor('w', 1, [0], zeros(4))), 'ONNX_FORMAT', /0 bytes and 4/),
  bad('no bytes', model(tensor('w', 1, [2])), 'ONNX_FORMAT', /8 bytes and 0/),
  bad(
    'floats in an int64 tensor',
    model(tensor('w', 7, [1], proto.float(4, 1.5))),
    'ONNX_FORMAT',
    /int64 are not stored like this.*\(tensor w\)/,
  ),
  bad('integers in a float tensor', model(tensor('w', 1, [1], int(7, 5))), 'ONNX_FORMAT', /float32 are not stored like this/),
  bad('a segment', model(tensor('w', 1, [1], message(3, int(1, 0)), zeros(4))), 'ONNX_FORMAT', /segments/),
  bad('a sparse initializer', model(message(15)), 'ONNX_FORMAT', /Sparse/),
  bad('graphs 1,000 deep', model(nested(1000)), 'ONNX_FORMAT', /nested more than 32 deep/),
  bad(
    'an attribute given twice',
    model(node('Add', [], [], message(5, string(1, 'a')), message(5, string(1, 'a')))),
    'ONNX_FORMAT',
    /attribute/,
  ),
  bad('a million empty nodes', repeated(1_000_000, message(1)), 'ONNX_FORMAT', /names no operator.*\(byte \d+\)/),
  bad('a million nodes', repeated(1_000_000, message(1, string(4, 'A'))), 'ONNX_FORMAT', /more than 100000 nodes.*\(byte \d+\)/),
  bad('a million inputs', repeated(1_000_000, message(11)), 'ONNX_FORMAT', /more than 10000 inputs or outputs.*\(byte \d+\)/),
  bad('a million initializers', repeated(1_000_000, message(5)), 'ONNX_FORMAT', /no name/),
  bad('a million dimensions', model(tensor('w', 1, [], bytes(1, new Uint8Array(1_000_000)))), 'ONNX_FORMAT', /more than 64 dimensions/),
  bad('a node without an operator', model(message(1, string(2, 'y'))), 'ONNX_FORMAT', /names no operator.*\(byte \d+\)/),

  ...[
    '../w.data',
    '/etc/passwd',
    '..',
    '.',
    'a/w.data',
    'a\\w.data',
    'C:w.data',
    'C:\\w.data',
    '%2e%2e%2fw.data',
    'w.data\0',
    'file:w.data',
    '',
  ].map((location) =>
    bad(
      `external data in ${JSON.stringify(location)}`,
      stored({ location }),
      'ONNX_EXTERNAL_DATA',
      /bare file name.*\(tensor w\)/,
      sidecar,
    ),
  ),
  bad('external data without a location', stored({ offset: '0' }), 'ONNX_EXTERNAL_DATA', /bare file name/, sidecar),
  bad('missing external data', stored({ location: 'w.data' }), 'ONNX_EXTERNAL_DATA', /"w\.data", which is missing.*\(tensor w\)/),
  bad('external data named __proto__', stored({ location: '__proto__' }), 'ONNX_EXTERNAL_DATA', /which is missing/, sidecar),
  ...['-1', '1.5', '0x4', '1e3', '99999999999999999999', '9007199254740993', ' 4', ''].map((offset) =>
    bad(
      `offset ${JSON.stringify(offset)}`,
      stored({ location: 'w.data', offset }),
      'ONNX_EXTERNAL_DATA',
      /is no byte count.*\(tensor w\)/,
      sidecar,
    ),
  ),
  bad('a negative length', stored({ location: 'w.data', length: '-8' }), 'ONNX_EXTERNAL_DATA', /is no byte count/, sidecar),
  bad('a length that is not the shape’s', stored({ location: 'w.data', length: '12' }), 'ONNX_FORMAT', /8 bytes and 12/, sidecar),
  bad(
    'an offset beyond the end',
    stored({ location: 'w.data', offset: '17' }),
    'ONNX_EXTERNAL_DATA',
    /17 to 25 lie outside "w\.data".*16 bytes/,
    sidecar,
  ),
  bad('a length over the end', stored({ location: 'w.data', offset: '12' }), 'ONNX_EXTERNAL_DATA', /12 to 20 lie outside/, sidecar),
  bad('a shape over the end', stored({ location: 'w.data' }, [5]), 'ONNX_EXTERNAL_DATA', /0 to 20 lie outside/, sidecar),
  bad(
    'an offset just below 2^53',
    stored({ location: 'w.data', offset: '9007199254740991' }),
    'ONNX_EXTERNAL_DATA',
    /lie outside/,
    sidecar,
  ),

  bad(
    'two nodes with one output',
    model(input('x'), node('Exp', ['x'], ['y']), node('Log', ['x'], ['y'])),
    'ONNX_GRAPH',
    /"y" is computed twice.*\(node y, operator Log\)/,
  ),
  bad('a node that computes an input', model(input('x'), node('Exp', ['x'], ['x'])), 'ONNX_GRAPH', /"x" is computed twice/),
  bad(
    'a node that computes an initializer',
    model(tensor('w', 1, [], zeros(4)), node('Exp', ['w'], ['w'])),
    'ONNX_GRAPH',
    /"w" is computed twice/,
  ),
  bad('one node that computes a value twice', model(input('x'), node('Split', ['x'], ['y', 'y'])), 'ONNX_GRAPH', /"y" is computed twice/),
  bad(
    'a cycle',
    model(node('Exp', ['b'], ['a']), node('Log', ['a'], ['b'])),
    'ONNX_GRAPH',
    /"b" is used before it is computed.*cycle.*operator Exp/,
  ),
  bad('a node that feeds itself', model(node('Exp', ['a'], ['a'])), 'ONNX_GRAPH', /"a" is used before/),
  bad('unsorted nodes', model(input('x'), node('Exp', ['y'], ['z']), node('Log', ['x'], ['y'])), 'ONNX_GRAPH', /not sorted/),
  bad('a value from nowhere', model(node('Exp', ['__proto__'], ['z'])), 'ONNX_GRAPH', /"__proto__" is used, but nothing computes it/),
  bad('an output from nowhere', model(input('x'), output('y')), 'ONNX_GRAPH', /Nothing computes the output "y"/),
  bad(
    'a branch that uses a later value',
    model(
      input('x'),
      node('If', ['x'], ['y'], message(5, string(1, 'then_branch'), message(6, node('Exp', ['z'], ['w'])), int(20, 5))),
      node('Exp', ['x'], ['z']),
    ),
    'ONNX_GRAPH',
    /"z" is used, but nothing computes it/,
  ),
  bad(
    'a node with 20,000 inputs',
    model(input('x'), node('Concat', new Array<string>(20_000).fill('x'), ['y'])),
    'ONNX_GRAPH',
    /more than 10000 inputs/,
  ),
];

describe('a bad file is refused with code and place:', () => {
  it.each(BAD_FILES.map((each) => [each.what, each] as const))('%s', (_, { file, data, code, message: expected }) => {
    let thrown: unknown = null;
    try {
      readModel(file, data);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(GapruneError);
    expect((thrown as GapruneError).code).toBe(code);
    expect((thrown as GapruneError).message).toMatch(expected);
    expect((thrown as GapruneError).place).not.toBe(undefined);
  });
});

describe('odd files that are right', () => {
  it('takes names that are properties of every object', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const attribute = message(5, string(1, '__proto__'), int(3, 7), int(20, 2));
    const weights = names.map((name) => tensor(name, 1, [], bytes(9, [0, 0, 128, 63])));
    const file = model(...weights, node('Sum', names, ['y'], attribute), output('y'));
    const domain = Uint8Array.from([...file, ...message(8, string(1, '__proto__'), int(2, 3))]);
    const { graph, opsets } = readModel(domain);
    expect([...graph.initializers.keys()]).toEqual(names);
    expect(graph.nodes[0]?.attributes.get('__proto__')).toEqual({ kind: 'int', value: 7 });
    expect(opsets.get('__proto__')).toBe(3);
    expect(Object.prototype).not.toHaveProperty('value');
    expect(findParameters(graph)).toEqual([]);
  });

  it('keeps a byte order mark as part of a name', () => {
    const { graph } = readModel(model(tensor('w', 1, [], zeros(4)), tensor('\uFEFFw', 1, [], zeros(4))));
    expect(graph.initializers.size).toBe(2);
  });

  it('reads values that are not stored raw', () => {
    const one = (dataType: number, ...data: readonly (readonly number[])[]) => [
      ...readModel(model(tensor('w', dataType, [2], ...data)))
        .graph.initializers.get('w')!
        .bytes.subarray(),
    ];
    const floats = [...new Uint8Array(Float32Array.of(1.5, -2).buffer)];
    expect(one(1, proto.float(4, 1.5), proto.float(4, -2))).toEqual(floats);
    expect(one(1, bytes(4, floats))).toEqual(floats);
    expect(one(7, int(7, -1), int(7, 2))).toEqual([...new Uint8Array(BigInt64Array.of(-1n, 2n).buffer)]);
    expect(one(7, bytes(7, [...proto.varint(-1), ...proto.varint(2)]))).toEqual([...new Uint8Array(BigInt64Array.of(-1n, 2n).buffer)]);
    expect(one(10, bytes(5, [...proto.varint(0x3e00), ...proto.varint(0xc000)]))).toEqual([0x00, 0x3e, 0x00, 0xc0]);
    expect(one(9, bytes(5, [1, 0]))).toEqual([1, 0]);
  });

  it('lets a branch see the values around it', () => {
    const branch = message(5, string(1, 'then_branch'), message(6, node('Exp', ['x'], ['w']), output('w')), int(20, 5));
    expect(() => readModel(model(input('x'), node('If', ['x'], ['y'], branch)))).not.toThrow();
  });
});

/** Read, and do what comes after reading. Whatever the bytes, only our own errors come out. */
function survives(file: Uint8Array, data: ReadonlyMap<string, Uint8Array>): 'read' | 'refused' {
  try {
    const { graph, opsets } = readModel(file, data);
    const weights = new Set(findParameters(graph).map((parameter) => parameter.initializer));
    specialize({ graph, opset: opsets.get('') ?? 0, weights, output: graph.outputs[0]?.name ?? '' }, 2, 5);
    return 'read';
  } catch (error) {
    if (error instanceof GapruneError && error.code !== '') return 'refused';
    throw error;
  }
}

/** The bytes of the graph, and a file around other bytes of a graph. */
function graphOf(file: Uint8Array): { graph: Uint8Array; wrap: (graph: Uint8Array) => Uint8Array } {
  const wire = new Wire(file);
  while (wire.next() && wire.field !== 7) wire.skip();
  const [start, end] = wire.range();
  const opsets = file.subarray(end);
  const head = (length: number): number[] => [...int(1, 8), ...proto.varint(7 * 8 + 2), ...proto.varint(length)];
  return { graph: file.subarray(start, end), wrap: (graph) => Buffer.concat([Uint8Array.from(head(graph.length)), graph, opsets]) };
}

describe.each(TINY_MODELS)('damaged %s', (name) => {
  const { model: file, external: data } = loadModelFiles(name);

  it('cut off anywhere is refused with an error of ours', { timeout: 120_000 }, () => {
    // Opsets come after the graph, so no beginning of the file is a whole model.
    for (let length = 0; length < file.length; length += length < 600 ? 1 : 97) {
      expect(survives(file.subarray(0, length), data), `${length} bytes`).toBe('refused');
    }
  });

  it('with a graph that is cut off is refused, or read where the cut lies between fields', { timeout: 120_000 }, () => {
    const { graph, wrap } = graphOf(file);
    expect(survives(wrap(graph), data)).toBe(survives(file, data));
    for (let length = 0; length < graph.length; length += length < 600 ? 1 : 970) survives(wrap(graph.subarray(0, length)), data);
  });

  it('with flipped bytes gives an error of ours or is read', { timeout: 120_000 }, () => {
    const random = mulberry32(20260801);
    const raw = [...readModel(file, data).graph.initializers.values()].flatMap(({ range }) => (range?.file === null ? [range] : []));
    const inWeights = (at: number): boolean => raw.some(({ offset, length }) => at >= offset && at < offset + length);
    const damaged = file.slice();
    let flips = 0;
    while (flips < 350) {
      const at = Math.floor(random() * file.length);
      if (inWeights(at)) continue;
      const value = file[at]! ^ (1 << Math.floor(random() * 8));
      damaged[at] = value;
      flips++;
      try {
        survives(damaged, data);
      } catch (cause) {
        throw new Error(`${name}: byte ${at} is ${value}`, { cause });
      }
      damaged[at] = file[at]!;
    }
  });
});
