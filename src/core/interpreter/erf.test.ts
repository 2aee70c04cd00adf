import { describe, expect, it } from 'vitest';
import { erf } from './erf';

const bits = 240n;
const one = 1n << bits;
/** √π to 40 decimals. */
const rootPi = (17724538509055160272981674833411451827975n * one) / 10n ** 40n;

/** 2/√π Σ (-1)^n x^(2n+1) / (n! (2n+1)) in fixed point: the terms reach e^(x²) < 2^52, far below the spare bits. */
function series(x: number): number {
  const fixed = BigInt(x * 2 ** 80) << (bits - 80n);
  let power = fixed;
  let sum = 0n;
  for (let n = 0n; power !== 0n; n++) {
    sum += power / (2n * n + 1n);
    power = (-power * ((fixed * fixed) >> bits)) / (n + 1n) / one;
  }
  const value = (2n * sum * one) / rootPi;
  return Number(value >> (bits - 100n)) / 2 ** 100;
}

describe('erf', () => {
  it('is accurate to 1e-15 relative', () => {
    let worst = 0;
    for (let k = 1; k < 3000; k++) {
      const x = Math.fround(k * 0.00199) + k * 2 ** -45;
      const expected = series(x);
      worst = Math.max(worst, Math.abs(erf(x) - expected) / expected);
    }
    expect(worst).toBeLessThan(5e-16);
  });

  it('is odd, with its limits', () => {
    expect([erf(0), erf(7), erf(-7), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, 1, -1, 1, -1, NaN]);
    expect(erf(-0.3)).toBe(-erf(0.3));
    expect(erf(-1e-200)).toBe(-1e-200 * 1.1283791670955126);
  });
});
