import { expect, it } from 'vitest';
import { exactSoftplus, softplus } from './softplus';

it('is log(1 + eˣ) to the rounding of float64, at every sign and size', () => {
  let worst = 0;
  for (let x = -20; x < 20; x += 0.00317) worst = Math.max(worst, Math.abs(softplus(x) - exactSoftplus(x)) / exactSoftplus(x));
  expect(worst).toBeLessThan(1e-15);
  expect([softplus(0), softplus(-1e9), softplus(1e9), softplus(-Infinity), softplus(Infinity)]).toEqual([
    Math.log1p(1),
    0,
    1e9,
    0,
    Infinity,
  ]);
  expect(softplus(NaN)).toBeNaN();
});
