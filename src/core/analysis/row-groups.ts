/** Lookups sorted by table row, for the scatter-rows kernel: lookups `order[offsets[j]…offsets[j + 1]]` read row `targets[j]`. */
export interface RowGroups {
  readonly targets: Uint32Array;
  readonly offsets: Uint32Array;
  readonly order: Uint32Array;
}

/** Group lookups by the row they read; within a row, in their own order. Negative indices count from the end of `tableRows`. */
export function groupRows(indices: ArrayLike<number>, tableRows: number): RowGroups {
  const rows = Array.from(indices, (index) => (index < 0 ? index + tableRows : index));
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0) || a - b);
  const targets: number[] = [];
  const offsets: number[] = [];
  order.forEach((lookup, at) => {
    const row = rows[lookup] ?? 0;
    if (targets.at(-1) === row) return;
    targets.push(row);
    offsets.push(at);
  });
  return { targets: Uint32Array.from(targets), offsets: Uint32Array.from([...offsets, order.length]), order };
}

/** The numbers of several ascending lists, ascending and each once. */
export function union(lists: readonly Uint32Array[]): Uint32Array {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  return Uint32Array.from(new Set(lists.flatMap((list) => [...list]))).sort();
}

/** Where each of `targets` stands in `all`; both ascend, and `all` has them all. */
export function positionsAmong(targets: Uint32Array, all: Uint32Array): Uint32Array {
  let at = 0;
  return targets.map((target) => {
    while ((all[at] ?? target) < target) at++;
    return at;
  });
}

/** For every row of either list, where it stands in a and in b; `none` where it does not. Two numbers per row. */
export function pairRows(a: Uint32Array, b: Uint32Array, none: number): Uint32Array {
  const pairs: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [x, y] = [a[i] ?? Infinity, b[j] ?? Infinity];
    pairs.push(x <= y ? i++ : none, y <= x ? j++ : none);
  }
  return Uint32Array.from(pairs);
}
