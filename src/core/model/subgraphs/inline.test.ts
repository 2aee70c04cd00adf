import { describe, expect, it } from 'vitest';
import { bytes, input, int, message, model, node, output, string, tensor } from '../../../../tests/support/proto';
import { writePruned } from '../../export/pruned-files';
import { interpretGraph } from '../../interpreter/evaluate';
import { hostTensor } from '../../interpreter/host-tensor';
import { storedToHost } from '../../interpreter/stored-to-host';
import { openEmbeddingModel } from '../embedding-model';
import { summarizeModel } from '../summary';
import { readWeight } from '../weight-values';

type Fields = readonly (readonly number[])[];

const SIZE = 3;
const values = (size: number, seed: number): Float32Array => Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i));
const raw = (data: Float32Array | BigInt64Array): Uint8Array => new Uint8Array(data.buffer);
const reals = (name: string, dims: readonly number[], seed: number) =>
  tensor(
    name,
    1,
    dims,
    bytes(
      9,
      raw(
        values(
          dims.reduce((a, b) => a * b, 1),
          seed,
        ),
      ),
    ),
  );
const count = (name: string, value: number) => tensor(name, 7, [], bytes(9, raw(BigInt64Array.of(BigInt(value)))));
const truth = (name: string, value: boolean) => tensor(name, 9, [], bytes(9, [Number(value)]));
const inner = (name: string, ...fields: Fields) => message(5, string(1, name), message(6, ...fields), int(20, 5));
const attribute = (name: string, value: number) => message(5, string(1, name), int(3, value), int(20, 2));

const [embeddings, A, B] = [
  reals('embeddings.weight', [4, SIZE], 1),
  reals('a.weight', [SIZE, SIZE], 2),
  reals('b.weight', [SIZE, SIZE], 3),
];

/** A model around nodes that make `y` of `x`, rows × length × width. */
const network = (...between: Fields): Uint8Array =>
  model(
    embeddings,
    node('Gather', ['embeddings.weight', 'input_ids'], ['x']),
    ...between,
    node('Tanh', ['y'], ['last_hidden_state']),
    input('input_ids'),
    output('last_hidden_state'),
  );
const open = (file: Uint8Array) => openEmbeddingModel('inner', new Map([['model.onnx', file]]));

/** The hidden states, in float64. */
function run(file: Uint8Array): number[] {
  const { graph, refusals } = open(file);
  expect([...refusals]).toEqual([]);
  const known = new Map([...graph.initializers].map(([name, stored]) => [name, storedToHost(stored)]));
  known.set('input_ids', hostTensor('int64', [1, 4], [0, 1, 2, 3]));
  interpretGraph(graph.nodes, known, 17);
  return [...(known.get('last_hidden_state')?.data ?? [])];
}
const product = (from: string, weight: string, to: string) => node('MatMul', [from, weight], [to]);

/** Each with the same written out by hand. */
const CONSTANT: Readonly<Record<string, readonly [Uint8Array, Uint8Array]>> = {
  'an If whose condition is a constant': [
    network(
      B,
      truth('yes', true),
      node(
        'If',
        ['yes'],
        ['y'],
        inner('then_branch', A, product('x', 'a.weight', 'z'), output('z')),
        inner('else_branch', product('x', 'b.weight', 'z'), output('z')),
      ),
    ),
    network(A, product('x', 'a.weight', 'y')),
  ],
  'an If whose condition follows from constants': [
    network(
      A,
      B,
      count('one', 1),
      node('Shape', ['a.weight'], ['dims']),
      node('Gather', ['dims', 'one'], ['width']),
      node('Equal', ['width', 'one'], ['narrow']),
      node(
        'If',
        ['narrow'],
        ['y'],
        inner('then_branch', product('x', 'a.weight', 'z'), output('z')),
        inner('else_branch', product('x', 'b.weight', 'z'), output('z')),
      ),
    ),
    network(B, product('x', 'b.weight', 'y')),
  ],
  'a Loop of three rounds, with an If in each': [
    network(
      A,
      B,
      truth('yes', true),
      count('three', 3),
      node(
        'Loop',
        ['three', 'yes', 'x'],
        ['y'],
        inner(
          'body',
          input('round'),
          input('go'),
          input('state'),
          count('one', 1),
          node('Equal', ['round', 'one'], ['second']),
          node(
            'If',
            ['second'],
            ['next'],
            inner('then_branch', product('state', 'b.weight', 'z'), output('z')),
            inner('else_branch', product('state', 'a.weight', 'z'), output('z')),
          ),
          node('Identity', ['go'], ['still']),
          output('still'),
          output('next'),
        ),
      ),
    ),
    network(A, B, product('x', 'a.weight', 'p'), product('p', 'b.weight', 'q'), product('q', 'a.weight', 'y')),
  ],
  'a Loop that ends by its condition, and gives out what each round makes': [
    network(
      A,
      truth('yes', true),
      count('zero', 0),
      node(
        'Loop',
        ['', 'yes', 'x'],
        ['last', 'all'],
        inner(
          'body',
          input('round'),
          input('go'),
          input('state'),
          count('one', 1),
          product('state', 'a.weight', 'next'),
          node('Less', ['round', 'one'], ['still']),
          node('Identity', ['next'], ['copy']),
          output('still'),
          output('next'),
          output('copy'),
        ),
      ),
      node('Gather', ['all', 'zero'], ['first']),
      node('Add', ['first', 'last'], ['y']),
    ),
    network(A, product('x', 'a.weight', 'p'), product('p', 'a.weight', 'q'), node('Add', ['p', 'q'], ['y'])),
  ],
  'a Scan over rows of the file': [
    network(
      reals('scales', [2, SIZE], 5),
      node(
        'Scan',
        ['x', 'scales'],
        ['y'],
        attribute('num_scan_inputs', 1),
        inner('body', input('state'), input('scale'), node('Mul', ['state', 'scale'], ['next']), output('next')),
      ),
    ),
    network(
      reals('scales', [2, SIZE], 5),
      count('zero', 0),
      count('one', 1),
      node('Gather', ['scales', 'zero'], ['s0']),
      node('Gather', ['scales', 'one'], ['s1']),
      node('Mul', ['x', 's0'], ['p']),
      node('Mul', ['p', 's1'], ['y']),
    ),
  ],
};

describe('constant', () => {
  it.each(Object.entries(CONSTANT))('%s is written out', (_, [held, plain]) => {
    const [ours, expected] = [run(held), run(plain)];
    expect(ours).toHaveLength(4 * SIZE);
    ours.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 14));
    expect(summarizeModel(open(held)).refusal).toMatch(/tokenizer/);
  });

  it('a weight inside is pruned where it lies, and the file keeps its nodes', () => {
    const [held = new Uint8Array()] = CONSTANT['an If whose condition is a constant'] ?? [];
    const opened = open(held);
    expect(opened.parameters.map(({ name, transposed }) => [name, transposed])).toContainEqual(['a.weight', true]);
    const mask = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0);
    const written = writePruned(opened, new Map([['a.weight', mask]]));
    expect(written.zerosInMasked).toBe(2);
    expect(written.model.onnx.graph.nodes.map(({ opType }) => opType)).toEqual(['Gather', 'If', 'Tanh']);
    const stored = written.model.tensors.get('a.weight');
    expect(stored === undefined ? [] : [...readWeight(stored)].filter((value) => value === 0)).toHaveLength(2);
  });
});

const branches = (condition: string) =>
  node(
    'If',
    [condition],
    ['y'],
    inner('then_branch', product('x', 'a.weight', 'z'), output('z')),
    inner('else_branch', node('Identity', ['x'], ['z']), output('z')),
  );
const loop = (trips: string, condition = 'yes') =>
  node(
    'Loop',
    [trips, condition, 'x'],
    ['y'],
    inner(
      'body',
      ...[input('round'), input('go'), input('state'), product('state', 'a.weight', 'next')],
      ...[node('Identity', ['go'], ['still']), output('still'), output('next')],
    ),
  );
const length = [node('Shape', ['input_ids'], ['shape']), count('one', 1), node('Gather', ['shape', 'one'], ['length'])];

/** What cannot be known from the file alone is refused, with the operator's name. */
const REFUSED: readonly (readonly [Uint8Array, RegExp])[] = [
  [network(A, ...length, node('Equal', ['length', 'one'], ['short']), branches('short')), /^If has a condition that is not constant/],
  [network(A, truth('yes', true), ...length, loop('length')), /^Loop runs a number of times that is not constant/],
  [network(A, truth('yes', true), count('many', 65), loop('many')), /^Loop runs more than 64 times/],
  [network(A, truth('yes', true), loop('')), /^Loop runs more than 64 times/],
  [
    network(
      node(
        'Scan',
        ['x', 'x'],
        ['y'],
        attribute('num_scan_inputs', 1),
        inner('body', input('state'), input('row'), node('Add', ['state', 'row'], ['next']), output('next')),
      ),
    ),
    /^Scan runs a number of times that is not constant/,
  ],
];

it.each(REFUSED)('refused by name, %#', (file, message_) => {
  expect(summarizeModel(open(file)).refusal).toMatch(message_);
});
