import { setFloat16 } from '@petamoriken/float16';
import { describe, expect, it } from 'vitest';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { toFloat32Graph } from './float32-graph';
import { restoreFrequencies } from './rounded-constants';
import { readWeight } from './weight-values';

function half(name: string, values: readonly number[], dims: readonly number[] = []): StoredTensor {
  const view = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, i) => setFloat16(view, i * 2, value, true));
  return { name, dataType: 'float16', dims, bytes: new Uint8Array(view.buffer), range: null };
}
const node = (opType: string, attributes: OnnxNode['attributes'], output: string): OnnxNode => ({
  name: output,
  opType,
  domain: '',
  inputs: [],
  outputs: [output],
  attributes,
  metadata: new Map(),
});
const graph = (initializers: readonly StoredTensor[], nodes: readonly OnnxNode[] = []): OnnxGraph => ({
  name: 'g',
  nodes,
  initializers: new Map(initializers.map((tensor) => [tensor.name, tensor])),
  inputs: [],
  outputs: [],
});

/** What becomes of a float16 constant in a model whose layer norms have the epsilon 1e-12. */
function converted(value: number, epsilon: number | null = 1e-12): number {
  const tensor = toFloat32Graph(graph([half('c', [value])]), new Set(), epsilon).initializers.get('c')!;
  expect(tensor.dataType).toBe('float32');
  return readWeight(tensor)[0] ?? NaN;
}

describe('constants of a float16 graph', () => {
  it.each([
    ['√2', Math.SQRT2],
    ['1/√2', Math.SQRT1_2],
    ['1/√32', 1 / Math.sqrt(32)],
    ['√32', Math.sqrt(32)],
    ['1/√80', 1 / Math.sqrt(80)],
    ['√128', Math.sqrt(128)],
    ['√(2/π)', Math.sqrt(2 / Math.PI)],
    ['GELU’s 0.044715, which is no 1/√500', 0.044715],
  ])('%s is put back', (_, value) => {
    expect(converted(value)).toBe(Math.fround(value));
  });

  it('an epsilon that float16 cannot hold is put back', () => {
    expect(converted(1e-12 * 6e4)).toBe(Math.fround(1e-12));
    expect(converted(2 ** -24, null)).toBe(2 ** -24);
    expect(converted(2 ** -24, 1e-5)).toBe(2 ** -24);
  });

  it.each([0, 0.5, 1, 2, 3, 10, 0.125, -0.5, -1.5, -65504, 65504, Infinity])('%s stays', (value) => {
    expect(converted(value)).toBe(value);
  });

  it.each([0.3, 1.702, 0.7, 1 / Math.sqrt(300), Math.sqrt(3)])('%s stays as float16 has it', (value) => {
    const view = new DataView(new ArrayBuffer(2));
    setFloat16(view, 0, value, true);
    expect(converted(value)).toBe(readWeight({ ...half('x', [value]), bytes: new Uint8Array(view.buffer) })[0]);
  });

  it('no scalar’s rule touches a constant with several elements', () => {
    const tensor = toFloat32Graph(graph([half('c', [Math.SQRT2, 1], [2])]), new Set(), 1e-12).initializers.get('c')!;
    expect(readWeight(tensor)[0]).not.toBe(Math.fround(Math.SQRT2));
  });
});

describe('toFloat32Graph', () => {
  it('leaves the weights, converts the other tensors, and casts to float32', () => {
    const weight = half('w', [Math.SQRT2]);
    const nodes = [
      node('Constant', new Map([['value', { kind: 'tensor', value: half('v', [Math.SQRT2]) }]]), 'c'),
      node('Constant', new Map([['value', { kind: 'tensor', value: weight }]]), 'w2'),
      node('Cast', new Map([['to', { kind: 'int', value: 10 }]]), 'half'),
      node('Cast', new Map([['to', { kind: 'int', value: 16 }]]), 'bfloat'),
      node('Cast', new Map([['to', { kind: 'int', value: 7 }]]), 'int64'),
    ];
    const result = toFloat32Graph(graph([weight], nodes), new Set(['w', 'w2']), null);
    expect(result.initializers.get('w')).toBe(weight);
    expect(result.nodes[0]?.attributes.get('value')).toMatchObject({ value: { dataType: 'float32' } });
    expect(result.nodes[1]).toBe(nodes[1]);
    expect(result.nodes.slice(2).map(({ attributes }) => attributes.get('to'))).toEqual([1, 1, 7].map((value) => ({ kind: 'int', value })));
  });

  it('leaves a float32 graph as it is', () => {
    const tensor: StoredTensor = { ...half('c', [0, 0]), dataType: 'float32', dims: [1] };
    expect(toFloat32Graph(graph([tensor]), new Set(), 1e-12).initializers.get('c')).toBe(tensor);
  });
});

describe('frequencies of a rotary embedding', () => {
  const rounded = (values: readonly number[]): Float32Array => readWeight(half('f', values, [values.length]));

  it.each([1000, 10_000, 160_000, 500_000, 1_000_000])('of base %d are put back', (base) => {
    const exact = Array.from({ length: 32 }, (_, i) => base ** (-i / 32));
    const restored = restoreFrequencies(rounded(exact));
    exact.forEach((value, i) => expect(restored?.[i]).toBe(Math.fround(value)));
  });

  it('other numbers stay', () => {
    const scaled = Array.from({ length: 8 }, (_, i) => 10_000 ** (-i / 8) / (i > 4 ? 8 : 1));
    expect(restoreFrequencies(rounded(scaled))).toBeNull();
    expect(restoreFrequencies(Float32Array.of(1, 1, 1, 1))).toBeNull();
    expect(restoreFrequencies(Float32Array.of(1, 0.5))).toBeNull();
  });
});
