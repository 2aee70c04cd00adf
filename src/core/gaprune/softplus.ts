/** Arguments beyond ±LIMIT take the library's functions. */
const LIMIT = 16;
const NODES_PER_UNIT = 64;
/** The node at 0. */
const MIDDLE = LIMIT * NODES_PER_UNIT;
const TERMS = 6;

/**
 * Taylor coefficients of log(1 + eˣ) around each node, for steps of one node. The first six terms leave an error below 1e-16 half a
 * node away: less than the rounding of float64.
 */
const coefficients = makeCoefficients();

/** log(1 + eˣ) in float64, without overflow; many times as fast as `Math.exp` and `Math.log1p` for |x| < 16. NaN stays NaN. */
export function softplus(x: number): number {
  if (!(x > -LIMIT && x < LIMIT)) return exactSoftplus(x);
  const place = x * NODES_PER_UNIT;
  const node = (place + MIDDLE + 0.5) | 0;
  const t = place - (node - MIDDLE);
  const c = coefficients;
  const at = node * TERMS;
  const square = t * t;
  return c[at]! + t * c[at + 1]! + square * (c[at + 2]! + t * c[at + 3]! + square * (c[at + 4]! + t * c[at + 5]!));
}

export function exactSoftplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** With s the logistic function: f′ = s, f″ = s(1 − s), f‴ = f″(1 − 2s), f⁗ = f″(1 − 6s + 6s²), f⁗′ = f″(1 − 2s)(1 − 12s + 12s²). */
function makeCoefficients(): Float64Array {
  const table = new Float64Array((2 * MIDDLE + 1) * TERMS);
  const h = 1 / NODES_PER_UNIT;
  for (let at = 0; at < table.length; at += TERMS) {
    const x = (at / TERMS) * h - LIMIT;
    const s = 1 / (1 + Math.exp(-x));
    const slope = s * (1 - s);
    const square = 1 - 6 * slope;
    table[at] = exactSoftplus(x);
    table[at + 1] = s * h;
    table[at + 2] = (slope * h ** 2) / 2;
    table[at + 3] = (slope * (1 - 2 * s) * h ** 3) / 6;
    table[at + 4] = (slope * square * h ** 4) / 24;
    table[at + 5] = (slope * (1 - 2 * s) * (1 - 12 * slope) * h ** 5) / 120;
  }
  return table;
}
