import { beforeAll, describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../tests/support/golden-figures';
import { external, input, message, model, node, output, string, tensor, bytes, int } from '../../../tests/support/proto';
import { GradientProgram } from '../analysis/gradient-program';
import { DeviceWeights } from '../analysis/weights-on-device';
import { mulberry32 } from '../data/random';
import { writePruned } from '../export/pruned-files';
import { createNodeDevice } from '../runtime/node';
import type { Device } from '../runtime/device';
import { openEmbeddingModel } from './embedding-model';
import { summarizeModel } from './summary';
import { toPyTorchLayout } from './weight-values';

/**
 * One small network, stored in every way that exporters store weights: tokens → table → x·A → tanh → ·B. All of them are the same
 * function, so all have the gradients of the plain file.
 */
const random = mulberry32(5);
const values = (size: number): Float32Array => Float32Array.from({ length: size }, () => random() - 0.5);
const [WIDTH, TOKENS] = [4, 6];
const TABLE = values(TOKENS * WIDTH);
const A = values(WIDTH * WIDTH);
const B = values(WIDTH * WIDTH);
const transposed = (m: Float32Array): Float32Array => m.map((_, i) => m[(i % WIDTH) * WIDTH + Math.floor(i / WIDTH)] ?? NaN);
const raw = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

type Fields = readonly (readonly number[])[];
const square = [WIDTH, WIDTH];
const inline = (name: string, data: Float32Array, dims: readonly number[] = square) => tensor(name, 1, dims, bytes(9, raw(data)));
const constant = (name: string, data: Float32Array) =>
  node('Constant', [], [name], message(5, string(1, 'value'), bytes(5, inlineTensor(data)), int(20, 4)));
/** A `TensorProto` by itself, as an attribute holds it. */
const inlineTensor = (data: Float32Array): number[] => [...square.flatMap((dim) => int(1, dim)), ...int(2, 1), ...bytes(9, raw(data))];
const table = inline('embeddings.weight', TABLE, [TOKENS, WIDTH]);
const inData = (name: string, file: string, at: number) => external(name, square, { location: file, offset: `${at}`, length: '64' });

const network = (a = 'A', b = 'B', between: Fields = []): Fields => [
  node('Gather', ['embeddings.weight', 'input_ids'], ['x']),
  ...between,
  node('MatMul', ['x', a], ['y']),
  node('Tanh', ['y'], ['z']),
  node('MatMul', ['z', b], ['last_hidden_state']),
  input('input_ids'),
  output('last_hidden_state'),
];
const transpose = (from: string, to: string) => node('Transpose', [from], [to]);
const both = new Uint8Array([...raw(A), ...raw(B)]);

interface Stored {
  readonly what: string;
  readonly graph: Fields;
  readonly data?: Readonly<Record<string, Uint8Array>>;
  readonly names?: readonly [string, string];
}

const WAYS: readonly Stored[] = [
  { what: 'in Constant nodes', graph: [table, constant('A', A), constant('B', B), ...network()] },
  {
    what: 'transposed, with a Transpose in the graph',
    graph: [table, inline('At', transposed(A)), inline('B', B), ...network('A', 'B', [transpose('At', 'A')])],
    names: ['At', 'B'],
  },
  {
    what: 'in two external files',
    graph: [table, inData('A', 'one.data', 0), inData('B', 'two.data', 0), ...network()],
    data: { 'one.data': raw(A), 'two.data': raw(B) },
  },
  {
    what: 'in one external file, at offsets',
    graph: [table, inData('A', 'model.data', 0), inData('B', 'model.data', 64), ...network()],
    data: { 'model.data': both },
  },
];

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});

const open = ({ graph, data = {} }: Pick<Stored, 'graph' | 'data'>) =>
  openEmbeddingModel('stored', new Map([['model.onnx', model(...graph)], ...Object.entries(data)]));

async function gradientsOf(opened: ReturnType<typeof open>): Promise<Map<string, Float32Array>> {
  const weights = await DeviceWeights.upload(device, opened);
  const program = await GradientProgram.create(
    device,
    opened,
    [{ rows: 6, length: 3 }],
    { scale: 5, textsPerRecord: 3 },
    { wholeTables: true },
  );
  const inputIds = Int32Array.from({ length: 18 }, (_, i) => (i * 5) % TOKENS);
  const batch = { rows: 6, length: 3, inputIds, attentionMask: new Int32Array(18).fill(1), tokenTypeIds: new Int32Array(18) };
  const step = await program.run([batch], weights);
  const gradients = new Map<string, Float32Array>();
  for (const parameter of opened.parameters) {
    const buffer = step.gradients.get(parameter.initializer)?.buffer;
    if (buffer !== undefined) gradients.set(parameter.name, toPyTorchLayout(parameter, await device.read(buffer)));
  }
  step.release();
  await program.release();
  weights.free();
  return gradients;
}

describe('weights stored', () => {
  const plain = open({ graph: [table, inline('A', A), inline('B', B), ...network()] });

  it.each(WAYS.map((way) => [way.what, way] as const))(
    '%s: the gradients of the plain file, and a mask in the right place',
    async (_, way) => {
      const opened = open(way);
      const [expected, ours] = [await gradientsOf(plain), await gradientsOf(opened)];
      const [nameA, nameB] = way.names ?? ['A', 'B'];
      expect([...ours.keys()].sort()).toEqual(['embeddings.weight', nameA, nameB].sort());
      for (const [from, to] of [
        [nameA, 'A'],
        [nameB, 'B'],
        ['embeddings.weight', 'embeddings.weight'],
      ] as const) {
        expect(relativeDifference(ours.get(from)!, expected.get(to)!), from).toBeLessThan(1e-6);
      }
      const mask = Uint8Array.from({ length: 16 }, (_, i) => Number(i % 3 === 1));
      const written = writePruned(
        opened,
        new Map([
          [nameA, mask],
          [nameB, mask],
        ]),
      );
      expect(written.zerosInMasked).toBe(2 * mask.reduce((a, b) => a + b, 0));
    },
  );

  it('once and used twice: one weight, whose gradient is the sum of both', async () => {
    const apart = await gradientsOf(open({ graph: [table, inline('A', A), inline('B', A), ...network()] }));
    const sum = apart.get('A')!.map((x, i) => x + (apart.get('B')![i] ?? NaN));
    const tied = await gradientsOf(open({ graph: [table, inline('A', A), ...network('A', 'A')] }));
    expect([...tied.keys()]).toEqual(['embeddings.weight', 'A']);
    expect(relativeDifference(tied.get('A')!, sum)).toBeLessThan(1e-6);
    const data = { 'model.data': raw(A) };
    const onSameBytes = open({ graph: [table, inData('A', 'model.data', 0), inData('B', 'model.data', 0), ...network()], data });
    expect(onSameBytes.parameters.map(({ name }) => name)).toEqual(['embeddings.weight', 'A']);
    expect(relativeDifference((await gradientsOf(onSameBytes)).get('A')!, sum)).toBeLessThan(1e-6);
    const mask = new Uint8Array(16).fill(1, 3, 7);
    expect(writePruned(onSameBytes, new Map([['A', mask]])).zerosInMasked).toBe(4);
  });

  it('as a table that is looked up and multiplied: rows and matrix add up', async () => {
    const tail = (weight: string): Fields => [
      node('Gather', ['embeddings.weight', 'input_ids'], ['x']),
      transpose(weight, 'unembed'),
      node('MatMul', ['x', 'unembed'], ['last_hidden_state']),
      input('input_ids'),
      output('last_hidden_state'),
    ];
    const apart = await gradientsOf(open({ graph: [table, inline('head.weight', TABLE, [TOKENS, WIDTH]), ...tail('head.weight')] }));
    const tied = await gradientsOf(open({ graph: [table, ...tail('embeddings.weight')] }));
    const sum = apart.get('embeddings.weight')!.map((x, i) => x + (apart.get('head.weight')![i] ?? NaN));
    expect([...tied.keys()]).toEqual(['embeddings.weight']);
    expect(relativeDifference(tied.get('embeddings.weight')!, sum)).toBeLessThan(1e-6);
  });
});

describe('quantised weights', () => {
  it.each(['MatMulNBits', 'MatMulInteger', 'QLinearMatMul', 'DequantizeLinear'])('%s: said so by name', (operator) => {
    const graph = [table, node('Gather', ['embeddings.weight', 'input_ids'], ['x']), node(operator, ['x'], ['last_hidden_state'])];
    const opened = open({ graph: [...graph, input('input_ids'), output('last_hidden_state')] });
    expect(summarizeModel(opened).refusal).toMatch(
      new RegExp(`The weights are quantised \\(${operator}\\)\\. .*give its float32 or float16 file`),
    );
  });
});
