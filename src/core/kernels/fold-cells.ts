import { valueOf } from '../gaprune/float-order';
import { type Kernel, workgroupsFor } from './kernel';

/** Numbers per cell: sum, smallest and largest of the finite elements, count of pruned ones, count of those that are not finite. */
export const CELL_FIELDS = 5;

/**
 * What {@link foldCells} is told, in this order. It goes into a buffer and not into uniforms, because it is another one at every call.
 *
 * The rectangle of `rows` × `columns` elements at (`row`, `column`) is cut into cells of `rowsPerCell` × `columnsPerCell`; the last ones may
 * be smaller. The arrays hold the `bandRows` rows of the matrix from `bandRow` on. With `scored`, an element is pruned when its score's
 * key (`gaprune/float-order`) is below `threshold`, or equal to it and the element's index in the matrix below `tieEnd`.
 */
export const CELL_REQUEST = [
  'row',
  'column',
  'rows',
  'columns',
  'rowsPerCell',
  'columnsPerCell',
  'bandRow',
  'bandRows',
  'scored',
  'threshold',
  'tieEnd',
] as const;
export type CellRequest = Readonly<Record<(typeof CELL_REQUEST)[number], number>>;

/**
 * Reduce a band of rows of a matrix to cells. A cell that began in an earlier band is gone on with, so a matrix of any size is reduced
 * band by band, from the top. values, scores: bandRows × width (scores are not read unless `scored`); cells: across × down × 5.
 */
export const foldCells: Kernel<'values' | 'scores' | 'cells', 'request', 'width'> = {
  name: 'fold-cells',
  uniforms: ['width'],
  bindings: [
    { name: 'values', access: 'read', type: 'f32' },
    { name: 'scores', access: 'read', type: 'f32' },
    { name: 'request', access: 'read', type: 'u32' },
    { name: 'cells', access: 'read_write', type: 'f32' },
  ],
  // WGSL may assume that there is no NaN and flush what is subnormal, so bits are tested. Rows are added up one by one: a long sum in two stages.
  source: /* wgsl */ `
const LARGEST = 3.4028234e38;
fn broken(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u; }
fn keyOf(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  if (bits <= 0x80000000u) { return select(bits + 0x80000000u, 0x80000000u, bits == 0x80000000u); }
  return ~bits;
}
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
${CELL_REQUEST.map((name, at) => `  let ${name} = request[${at}];`).join('\n')}
  let across = (columns + columnsPerCell - 1u) / columnsPerCell;
  let down = (rows + rowsPerCell - 1u) / rowsPerCell;
  for (var cell = id.x; cell < across * down; cell += groups.x * 256u) {
    let top = row + (cell / across) * rowsPerCell;
    let left = column + (cell % across) * columnsPerCell;
    let right = min(left + columnsPerCell, column + columns);
    let start = max(top, bandRow);
    let end = min(min(top + rowsPerCell, row + rows), bandRow + bandRows);
    if (start >= end) { continue; }
    var sum = 0.0;
    var least = LARGEST;
    var most = -LARGEST;
    var pruned = 0.0;
    var notFinite = 0.0;
    for (var r = start; r < end; r++) {
      var part = 0.0;
      for (var c = left; c < right; c++) {
        let at = (r - bandRow) * u.width + c;
        let value = values[at];
        if (broken(value)) {
          notFinite += 1.0;
        } else {
          part += value;
          least = min(least, value);
          most = max(most, value);
        }
        if (scored == 1u) {
          let key = keyOf(scores[at]);
          if (key < threshold || (key == threshold && r * u.width + c < tieEnd)) { pruned += 1.0; }
        }
      }
      sum += part;
    }
    let at = cell * ${CELL_FIELDS}u;
    if (top < bandRow) {
      sum += cells[at];
      least = min(least, cells[at + 1u]);
      most = max(most, cells[at + 2u]);
      pruned += cells[at + 3u];
      notFinite += cells[at + 4u];
    }
    cells[at] = sum;
    cells[at + 1u] = least;
    cells[at + 2u] = most;
    cells[at + 3u] = pruned;
    cells[at + 4u] = notFinite;
  }
}`,
  workgroups: () => workgroupsFor(2 ** 20),
  cpu({ values, scores, cells }, { request }, { width }) {
    const [row = 0, column = 0, rows = 0, columns = 0, rowsPerCell = 1, columnsPerCell = 1, bandRow = 0, bandRows = 0] = request;
    const scored = request[8] === 1;
    const threshold = valueOf(request[9] ?? 0);
    const tieEnd = request[10] ?? 0;
    const across = Math.ceil(columns / columnsPerCell);
    const down = Math.ceil(rows / rowsPerCell);
    // One row of cells at a time, in float64, going along the rows of the matrix as they lie in memory.
    const [sums, least, most] = [new Float64Array(across), new Float64Array(across), new Float64Array(across)];
    const [pruned, notFinite] = [new Float64Array(across), new Float64Array(across)];
    for (let i = 0; i < down; i++) {
      const top = row + i * rowsPerCell;
      const start = Math.max(top, bandRow);
      const end = Math.min(top + rowsPerCell, row + rows, bandRow + bandRows);
      if (start >= end) continue;
      for (const counts of [sums, pruned, notFinite]) counts.fill(0);
      least.fill(Infinity);
      most.fill(-Infinity);
      for (let r = start; r < end; r++) {
        const first = (r - bandRow) * width + column;
        const last = first + columns;
        for (let j = 0, from = first; j < across; j++, from += columnsPerCell) {
          const to = Math.min(from + columnsPerCell, last);
          let sum = 0;
          let smallest = least[j]!;
          let largest = most[j]!;
          for (let at = from; at < to; at++) {
            const value = values[at]!;
            // A difference with itself is NaN for NaN and the infinities, and for nothing else.
            if (value - value === 0) {
              sum += value;
              if (value < smallest) smallest = value;
              if (value > largest) largest = value;
            } else notFinite[j]!++;
          }
          sums[j]! += sum;
          least[j] = smallest;
          most[j] = largest;
          if (scored) pruned[j]! += countPruned(scores, from, to, threshold, tieEnd - bandRow * width);
        }
      }
      const goesOn = top < bandRow;
      for (let j = 0, at = i * across * CELL_FIELDS; j < across; j++, at += CELL_FIELDS) {
        cells[at] = sums[j]! + (goesOn ? cells[at]! : 0);
        cells[at + 1] = Math.min(least[j]!, goesOn ? cells[at + 1]! : Infinity);
        cells[at + 2] = Math.max(most[j]!, goesOn ? cells[at + 2]! : -Infinity);
        cells[at + 3] = pruned[j]! + (goesOn ? cells[at + 3]! : 0);
        cells[at + 4] = notFinite[j]! + (goesOn ? cells[at + 4]! : 0);
      }
    }
  },
};

function countPruned(scores: Float32Array, from: number, to: number, threshold: number, tieEnd: number): number {
  let pruned = 0;
  for (let i = from; i < to; i++) {
    const score = scores[i]!;
    if (score < threshold || (score === threshold && i < tieEnd)) pruned++;
  }
  return pruned;
}
