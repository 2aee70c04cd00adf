import { describe, expect, it } from 'vitest';
import type { StoredTensor } from '../onnx/graph';
import { sizeOf } from '../tensor';
import type { Parameter } from './parameter';
import { encodeWeight, maskedBytes, readWeight, toPyTorchLayout } from './weight-values';

const stored = (dataType: StoredTensor['dataType'], dims: readonly number[], bytes: Uint8Array): StoredTensor => ({
  name: 'w',
  dataType,
  dims,
  bytes,
  range: null,
});
const ofHalves = (dataType: 'float16' | 'bfloat16', halves: Uint16Array): StoredTensor =>
  stored(dataType, [halves.length], new Uint8Array(halves.buffer));
const parameter = (shape: readonly number[], transposed: boolean): Parameter => ({
  name: 'w',
  initializer: 'w',
  shape,
  transposed,
  storage: 'float32',
  layer: null,
  types: [],
  prunable: true,
});

const ALL_HALVES = Uint16Array.from({ length: 65536 }, (_, bits) => bits);
/** Number by number from the definition: sign, exponent and fraction fields (IEEE 754, 3.4). */
function decode(bits: number, exponentBits: number, fractionBits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> fractionBits) & (2 ** exponentBits - 1);
  const fraction = bits & (2 ** fractionBits - 1);
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (1 + fraction / 2 ** fractionBits) * 2 ** (exponent - bias);
}

describe('readWeight', () => {
  it.each([
    ['float16', 5, 10],
    ['bfloat16', 8, 7],
  ] as const)('reads all 65,536 values of %s without loss', (type, exponentBits, fractionBits) => {
    const values = readWeight(ofHalves(type, ALL_HALVES));
    const wrong = ALL_HALVES.filter((bits) => !Object.is(values[bits], decode(bits, exponentBits, fractionBits)));
    expect([...wrong]).toEqual([]);
  });

  it('reads bytes that are not aligned', () => {
    const halves = Uint8Array.of(9, 0x00, 0x3c, 0x00, 0xc0).subarray(1);
    expect([...readWeight(stored('float16', [2], halves))]).toEqual([1, -2]);
    const float32 = new Uint8Array(9);
    float32.set(new Uint8Array(Float32Array.of(1.5, -3).buffer), 1);
    expect([...readWeight(stored('float32', [2], float32.subarray(1)))]).toEqual([1.5, -3]);
  });

  it('refuses other types by name', () => {
    expect(() => readWeight(stored('int8', [1], new Uint8Array(2)))).toThrow('Weights stored as int8 are not supported. (tensor w)');
  });
});

describe('encodeWeight', () => {
  it.each(['float16', 'bfloat16'] as const)('gives back the bits of every number of %s', (type) => {
    const tensor = ofHalves(type, ALL_HALVES);
    const values = readWeight(tensor);
    const halves = new Uint16Array(encodeWeight(tensor, values).buffer);
    expect([...ALL_HALVES.filter((bits) => !Number.isNaN(values[bits]) && halves[bits] !== bits)]).toEqual([]);
    expect(
      [...ALL_HALVES.filter((bits) => Number.isNaN(values[bits]))].every((bits) =>
        Number.isNaN(decode(halves[bits]!, type === 'float16' ? 5 : 8, type === 'float16' ? 10 : 7)),
      ),
    ).toBe(true);
  });

  it('rounds to the nearest, and to the even one halfway', () => {
    const round = (type: 'float16' | 'bfloat16', ...values: number[]): number[] => {
      const tensor = ofHalves(type, new Uint16Array(values.length));
      return [...readWeight({ ...tensor, bytes: encodeWeight(tensor, Float32Array.from(values)) })];
    };
    expect(round('float16', 1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -12, -0)).toEqual([1, 1 + 2 ** -9, 1, -0]);
    expect(round('bfloat16', 1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -9, -0)).toEqual([1, 1 + 2 ** -6, 1, -0]);
  });

  it('keeps float32 as it is', () => {
    const tensor = stored('float32', [2], new Uint8Array(8));
    expect([...readWeight({ ...tensor, bytes: encodeWeight(tensor, Float32Array.of(0.1, -3)) })]).toEqual([...Float32Array.of(0.1, -3)]);
  });
});

describe('maskedBytes', () => {
  // PyTorch: 2 × 3; the file of a transposed weight: 3 × 2.
  const mask = Uint8Array.of(0, 1, 0, 1, 0, 1);

  it.each([
    [false, [1, 0, 3, 0, 5, 0]],
    [true, [1, 0, 0, 4, 5, 0]],
  ])('zeroes what the mask names in PyTorch’s layout (transposed: %s)', (transposed, expected) => {
    const tensor = stored('float32', transposed ? [3, 2] : [2, 3], new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer));
    const weight = parameter([2, 3], transposed);
    const pruned = { ...tensor, bytes: maskedBytes(weight, tensor, mask) };
    expect([...readWeight(pruned)]).toEqual(expected);
    expect([...toPyTorchLayout(weight, readWeight(pruned))].map((x) => Number(x === 0))).toEqual([...mask]);
    expect([...readWeight(tensor)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each(['float16', 'bfloat16'] as const)('keeps every other byte of a transposed %s weight', (type) => {
    const halves = Uint16Array.from({ length: 6 }, (_, i) => 0xfffa + i);
    const tensor = { ...ofHalves(type, halves), dims: [3, 2] };
    const out = new Uint16Array(maskedBytes(parameter([2, 3], true), tensor, mask).buffer);
    expect(sizeOf(tensor.dims)).toBe(6);
    // Not a number stays as it is, bit by bit; what goes is +0.
    expect([...out]).toEqual([halves[0], 0, 0, halves[3], halves[4], 0]);
  });
});
