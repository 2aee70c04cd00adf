/** Of every value the mean of it and those before it, `window` in all where there are as many. */
export function movingMean(values: readonly number[], window: number): number[] {
  return values.map((_, at) => {
    const own = values.slice(Math.max(0, at - window + 1), at + 1);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  });
}
