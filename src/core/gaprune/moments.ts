/** Mean of `of(value)` over the values, summed in float64; NaN when there are none. */
export function mean(values: Float32Array, of: (value: number) => number = (value) => value): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += of(values[i]!);
  return sum / values.length;
}

/** Sample standard deviation (n − 1), by two passes in float64; NaN for fewer than two values, as in PyTorch. */
export function sampleDeviation(values: Float32Array, center: number = mean(values)): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - center) * (values[i]! - center);
  return Math.sqrt(sum / (values.length - 1));
}

/** Smallest and largest value; both NaN when there are none. */
export function extent(values: Float32Array): { readonly min: number; readonly max: number } {
  let min = values[0] ?? NaN;
  let max = min;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < min) min = values[i]!;
    if (values[i]! > max) max = values[i]!;
  }
  return { min, max };
}
