import { type Kernel, WORKGROUP_SIZE } from './kernel';

/** Numbers per row of the result: the squared distance to the nearest candidate, and its number. */
export const NEAREST_FIELDS = 2;
/** Rows of one workgroup: what is read of a candidate serves all four. */
const ROWS = 4;
const MAX_WORKGROUPS = 4096;

/**
 * For each row the candidate at the smallest squared Euclidean distance, the first of equal ones. Numbers of candidates are floats:
 * exact up to 2²⁴.
 *
 * rows: count × width; candidates: width × choices, one candidate per column, so that neighbouring threads read neighbouring numbers;
 * best: count × 2.
 */
export const nearest: Kernel<'rows' | 'candidates' | 'best', never, 'count' | 'choices' | 'width'> = {
  name: 'nearest',
  uniforms: ['count', 'choices', 'width'],
  bindings: [
    { name: 'rows', access: 'read', type: 'f32' },
    { name: 'candidates', access: 'read', type: 'f32' },
    { name: 'best', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
const LARGEST = 3.4028234e38;
var<workgroup> distances: array<vec4f, ${WORKGROUP_SIZE}>;
var<workgroup> numbers: array<vec4u, ${WORKGROUP_SIZE}>;
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var first = group.x * ${ROWS}u; first < u.count; first += groups.x * ${ROWS}u) {
    let at = min(vec4u(first, first + 1u, first + 2u, first + 3u), vec4u(u.count - 1u)) * u.width;
    var distance = vec4f(LARGEST);
    var number = vec4u(0u);
    for (var j = local; j < u.choices; j += ${WORKGROUP_SIZE}u) {
      var sum = vec4f(0.0);
      for (var c = 0u; c < u.width; c++) {
        let difference = vec4f(rows[at.x + c], rows[at.y + c], rows[at.z + c], rows[at.w + c]) - candidates[c * u.choices + j];
        sum += difference * difference;
      }
      let closer = sum < distance;
      distance = select(distance, sum, closer);
      number = select(number, vec4u(j), closer);
    }
    distances[local] = distance;
    numbers[local] = number;
    workgroupBarrier();
    for (var half = ${WORKGROUP_SIZE / 2}u; half > 0u; half /= 2u) {
      if (local < half) {
        let other = distances[local + half];
        let otherNumber = numbers[local + half];
        let mine = distances[local];
        let closer = (other < mine) | ((other == mine) & (otherNumber < numbers[local]));
        distances[local] = select(mine, other, closer);
        numbers[local] = select(numbers[local], otherNumber, closer);
      }
      workgroupBarrier();
    }
    if (local < ${ROWS}u && first + local < u.count) {
      best[(first + local) * ${NEAREST_FIELDS}u] = distances[0][local];
      best[(first + local) * ${NEAREST_FIELDS}u + 1u] = f32(numbers[0][local]);
    }
    workgroupBarrier();
  }
}`,
  workgroups: ({ count }) => Math.max(1, Math.min(MAX_WORKGROUPS, Math.ceil(count / ROWS))),
  cpu({ rows, candidates, best }, _indices, { count, choices, width }) {
    const sums = new Float64Array(choices);
    for (let row = 0; row < count; row++) {
      sums.fill(0);
      const at = row * width;
      let c = 0;
      for (; c + 4 <= width; c += 4) addFour(sums, rows, at + c, candidates, c * choices);
      for (; c < width; c++) addOne(sums, rows[at + c]!, candidates, c * choices);
      let least = Infinity;
      let number = 0;
      for (let j = 0; j < choices; j++) {
        if (sums[j]! < least) {
          least = sums[j]!;
          number = j;
        }
      }
      best[row * NEAREST_FIELDS] = least;
      best[row * NEAREST_FIELDS + 1] = number;
    }
  },
};

function addOne(sums: Float64Array, x: number, candidates: Float32Array, from: number): void {
  for (let j = 0; j < sums.length; j++) sums[j]! += (x - candidates[from + j]!) ** 2;
}

/** Four columns at once: twice as fast as one by one, as each sum is read and written once. */
function addFour(sums: Float64Array, rows: Float32Array, at: number, candidates: Float32Array, from: number): void {
  const choices = sums.length;
  const [x, y, z, w] = [rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]!];
  for (let j = 0, k = from; j < choices; j++, k++) {
    const a = x - candidates[k]!;
    const b = y - candidates[k + choices]!;
    const c = z - candidates[k + 2 * choices]!;
    const d = w - candidates[k + 3 * choices]!;
    sums[j]! += a * a + b * b + c * c + d * d;
  }
}
