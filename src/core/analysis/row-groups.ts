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
