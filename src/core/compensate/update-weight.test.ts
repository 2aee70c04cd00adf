import { describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../tests/support/golden';
import { mulberry32 } from '../data/random';
import { inverseFactor } from './inverse-factor';
import { SingularInputsError, dampedInverseFactor, updateWeight } from './update-weight';

const random = mulberry32(21);
const normal = (size: number): Float64Array => Float64Array.from({ length: size }, () => random() + random() + random() - 1.5);

/** XᵀX of `rows` inputs whose channels depend on each other: four directions, and some noise. */
function gramOf(rows: number, n: number): Float32Array {
  const mix = normal(4 * n);
  const x = Array.from({ length: rows }, () => {
    const four = normal(4);
    return normal(n).map((noise, c) => four.reduce((sum, value, k) => sum + value * mix[k * n + c]!, 0.3 * noise));
  });
  return Float32Array.from({ length: n * n }, (_, at) => x.reduce((sum, row) => sum + row[Math.floor(at / n)]! * row[at % n]!, 0));
}

function multiply(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number[] {
  return Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[Math.floor(at / n) * n + k]! * b[k * n + (at % n)]!;
    return sum;
  });
}

/** Gauss–Jordan: another way to the inverse. */
function inverse(matrix: Float64Array, n: number): Float64Array {
  const a = Float64Array.from(matrix);
  const out = Float64Array.from({ length: n * n }, (_, i) => Number(Math.floor(i / n) === i % n));
  for (let p = 0; p < n; p++) {
    const pivot = a[p * n + p]!;
    for (let c = 0; c < n; c++) {
      a[p * n + c]! /= pivot;
      out[p * n + c]! /= pivot;
    }
    for (let r = 0; r < n; r++) {
      const factor = a[r * n + p]!;
      if (r === p || factor === 0) continue;
      for (let c = 0; c < n; c++) {
        a[r * n + c]! -= factor * a[p * n + c]!;
        out[r * n + c]! -= factor * out[p * n + c]!;
      }
    }
  }
  return out;
}

function damped(gram: Float32Array, n: number): Float64Array {
  const mean = Array.from({ length: n }, (_, i) => gram[i * n + i]!).reduce((sum, x) => sum + x, 0) / n;
  return Float64Array.from(gram, (x, at) => (Math.floor(at / n) === at % n ? x + 0.01 * mean : x));
}

/** The optimal brain surgeon, by its definition: the inverse of what is left is formed at every column. */
function surgeon(weight: Float32Array, mask: Uint8Array, h: Float64Array, n: number): Float64Array {
  const out = Float64Array.from(weight);
  for (let start = 0; start < weight.length; start += n) {
    const inv = inverse(h, n);
    for (let j = 0; j < n; j++) {
      const pivot = inv[j * n + j]!;
      if (mask[start + j] === 1) {
        const error = out[start + j]! / pivot;
        for (let c = j; c < n; c++) out[start + c]! -= error * inv[c * n + j]!;
        out[start + j] = 0;
      }
      const column = Float64Array.from({ length: n }, (_, i) => inv[i * n + j]!);
      for (let r = j; r < n; r++) for (let c = j; c < n; c++) inv[r * n + c]! -= (column[r]! * column[c]!) / pivot;
    }
  }
  return out;
}

/** ‖(W − Ŵ)·Xᵀ‖² */
function outputError(weight: Float32Array, changed: Float32Array, gram: Float32Array, n: number): number {
  let sum = 0;
  for (let start = 0; start < weight.length; start += n) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        sum += (weight[start + i]! - changed[start + i]!) * gram[i * n + j]! * (weight[start + j]! - changed[start + j]!);
      }
    }
  }
  return sum;
}

describe('inverseFactor', () => {
  it.each([1, 2, 7, 40])('of %i × %i multiplies to the inverse', (n) => {
    const h = damped(gramOf(3 * n, n), n);
    const u = inverseFactor(h, n)!;
    const transposed = Float64Array.from({ length: n * n }, (_, at) => u[(at % n) * n + Math.floor(at / n)]!);
    expect(
      relativeDifference(
        multiply(multiply(transposed, u, n), h, n),
        Float64Array.from({ length: n * n }, (_, at) => Number(Math.floor(at / n) === at % n)),
      ),
    ).toBeLessThan(1e-9);
    expect(u.every((x, at) => at % n >= Math.floor(at / n) || x === 0)).toBe(true);
  });

  it('says when there is none', () => {
    expect(inverseFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeNull();
    expect(inverseFactor(Float64Array.of(NaN), 1)).toBeNull();
  });
});

describe('updateWeight', () => {
  const [rows, n] = [6, 24];
  const gram = gramOf(200, n);
  const weight = Float32Array.from(normal(rows * n));
  const mask = Uint8Array.from({ length: rows * n }, () => Number(random() < 0.5));
  const factor = dampedInverseFactor(gram, n, 'w');

  it('is the optimal brain surgeon’s update, column by column', () => {
    expect(relativeDifference(updateWeight(weight, mask, factor, n), surgeon(weight, mask, damped(gram, n), n))).toBeLessThan(1e-6);
  });

  it('zeroes what the mask names, and brings the outputs nearer to what they were', () => {
    const updated = updateWeight(weight, mask, factor, n);
    const masked = weight.map((x, i) => (mask[i] === 1 ? 0 : x));
    expect(updated.filter((x, i) => mask[i] === 1 && !Object.is(x, 0))).toEqual(new Float32Array());
    expect(outputError(weight, updated, gram, n)).toBeLessThan(0.5 * outputError(weight, masked, gram, n));
  });

  it('leaves a weight without a mask as it is', () => {
    expect(updateWeight(weight, new Uint8Array(rows * n), factor, n)).toEqual(weight);
  });

  it('takes channels that are always 0, and inputs that are fewer than the channels', () => {
    const few = gramOf(3, n).map((x, at) => (at % n === 5 || Math.floor(at / n) === 5 ? 0 : x));
    const updated = updateWeight(weight, mask, dampedInverseFactor(few, n, 'w'), n);
    expect(updated.every(Number.isFinite)).toBe(true);
    expect(updated[n + 5]).toBe(mask[n + 5] === 1 ? 0 : weight[n + 5]);
  });

  it('refuses inputs that are not finite', () => {
    expect(() => dampedInverseFactor(Float32Array.of(NaN), 1, 'w')).toThrow(SingularInputsError);
  });
});
