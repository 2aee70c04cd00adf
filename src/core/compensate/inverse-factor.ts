/**
 * The upper triangular U with H⁻¹ = UᵀU, for a symmetric positive definite H of n × n, in float64.
 *
 * H = V·Vᵀ with V upper triangular (Cholesky from the last column), then U = V⁻¹: the inverse of H is never formed. Both run over
 * rows, which lie together in memory. About n³/3 multiplications.
 *
 * @returns null when H is not positive definite
 */
export function inverseFactor(h: Float64Array, n: number): Float64Array | null {
  const v = new Float64Array(n * n);
  for (let j = n - 1; j >= 0; j--) {
    const square = h[j * n + j]! - dot(v, j * n, v, j * n, j + 1, n);
    if (!(square > 0)) return null;
    const pivot = Math.sqrt(square);
    v[j * n + j] = pivot;
    for (let i = 0; i < j; i++) v[i * n + j] = (h[i * n + j]! - dot(v, i * n, v, j * n, j + 1, n)) / pivot;
  }
  return invertUpper(v, n);
}

/** Row i of V⁻¹ is (eᵢ − Σ_{k>i} V[i,k]·row k) / V[i,i], from the last row up. */
function invertUpper(v: Float64Array, n: number): Float64Array {
  const u = new Float64Array(n * n);
  for (let i = n - 1; i >= 0; i--) {
    const row = u.subarray(i * n, (i + 1) * n);
    for (let k = i + 1; k < n; k++) {
      const factor = v[i * n + k]!;
      if (factor === 0) continue;
      const at = k * n;
      for (let c = k; c < n; c++) row[c]! -= factor * u[at + c]!;
    }
    const pivot = v[i * n + i]!;
    row[i] = 1;
    for (let c = i; c < n; c++) row[c]! /= pivot;
  }
  return u;
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += a[atA + i]! * b[atB + i]!;
  return sum;
}
