/** Spearman's ρ: the correlation of ranks, equal values sharing their mean rank. NaN when one side is constant. */
export function rankCorrelation(a: Float32Array, b: Float32Array): number {
  const [ra, rb] = [ranks(a), ranks(b)];
  const center = (a.length - 1) / 2;
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [(ra[i] ?? 0) - center, (rb[i] ?? 0) - center];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return ab / Math.sqrt(aa * bb);
}

function ranks(values: Float32Array): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const out = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end++;
    for (let at = start; at < end; at++) out[order[at] ?? 0] = (start + end - 1) / 2;
    start = end;
  }
  return out;
}
