import { type Kernel, WORKGROUP_SIZE } from './kernel';

/** At most so many workgroups, and so partial results, of {@link products}. */
export const MAX_PRODUCT_GROUPS = 64;
/** Elements that one thread should have, before there is another workgroup: a barrier costs more than a few additions. */
const ELEMENTS_PER_THREAD = 16;

/** Workgroups of {@link products} for a tensor of this size; {@link foldProducts} is told the same number. */
export function productGroups(size: number): number {
  return Math.max(1, Math.min(MAX_PRODUCT_GROUPS, Math.ceil(size / (WORKGROUP_SIZE * ELEMENTS_PER_THREAD))));
}

/** Numbers per result: ‖a‖², ‖b‖², ⟨a, b⟩, and how many elements of a and of b are not finite. */
export const PRODUCT_FIELDS = 5;

/** No row: in the pairs of {@link productsOfRows}. */
export const NO_ROW = 0xffffffff;

/** Adds up x and y of `next(i)` for all i, in a workgroup, into the partial result of the slot. WGSL may assume that there is no NaN, so bits are tested. */
const source = (size: string, next: string): string => /* wgsl */ `
var<workgroup> sums: array<vec4f, ${WORKGROUP_SIZE}>;
var<workgroup> rest: array<f32, ${WORKGROUP_SIZE}>;
fn broken(x: f32) -> f32 { return select(0.0, 1.0, (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u); }
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  var sum = vec4f(0.0);
  var last = 0.0;
  for (var i = id.x; i < ${size}; i += groups.x * ${WORKGROUP_SIZE}u) {
${next}
    sum += vec4f(x * x, y * y, x * y, broken(x));
    last += broken(y);
  }
  sums[local] = sum;
  rest[local] = last;
  workgroupBarrier();
  for (var half = ${WORKGROUP_SIZE / 2}u; half > 0u; half /= 2u) {
    if (local < half) {
      sums[local] += sums[local + half];
      rest[local] += rest[local + half];
    }
    workgroupBarrier();
  }
  if (local == 0u) {
    let at = (u.first + group.x) * ${PRODUCT_FIELDS}u;
    for (var k = 0u; k < 4u; k++) { partials[at + k] = sums[0][k]; }
    partials[at + 4u] = rest[0];
  }
}`;

/** One partial result of the CPU twins: all of it, and zeros in place of the other workgroups'. */
function putPartial(partials: Float32Array, first: number, groups: number, result: readonly number[]): void {
  const at = first * PRODUCT_FIELDS;
  partials.fill(0, at, at + groups * PRODUCT_FIELDS);
  partials.set(result, at);
}

/**
 * ‖a‖², ‖b‖², ⟨a, b⟩ and the counts of elements of a and b that are NaN or infinite, as one partial result per workgroup from `first` on
 * in `partials` (slots × 64 × 5). For one tensor alone, bind it twice.
 */
export const products: Kernel<'a' | 'b' | 'partials', never, 'size' | 'first' | 'groups'> = {
  name: 'products',
  uniforms: ['size', 'first', 'groups'],
  bindings: [
    { name: 'a', access: 'read', type: 'f32' },
    { name: 'b', access: 'read', type: 'f32' },
    { name: 'partials', access: 'read_write', type: 'f32' },
  ],
  source: source('u.size', '    let x = a[i];\n    let y = b[i];'),
  workgroups: ({ groups }) => groups,
  cpu({ a, b, partials }, _indices, { size, first, groups }) {
    const result = a === b ? squares(a, size) : bothSquares(a, b, size);
    putPartial(partials, first, groups, result);
  },
};

/** In four sums, so that the additions of a step do not wait for each other. Squares of float32 never leave float64, so a finite sum says that all is finite. */
function squares(a: Float32Array, size: number): number[] {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < size; i += 4) {
    const [x0, x1, x2, x3] = [a[i]!, a[i + 1]!, a[i + 2]!, a[i + 3]!];
    s0 += x0 * x0;
    s1 += x1 * x1;
    s2 += x2 * x2;
    s3 += x3 * x3;
  }
  for (; i < size; i++) s0 += a[i]! * a[i]!;
  const sum = s0 + s1 + (s2 + s3);
  const broken = Number.isFinite(sum) ? 0 : countBroken(a, size);
  return [sum, sum, sum, broken, broken];
}

function bothSquares(a: Float32Array, b: Float32Array, size: number): number[] {
  let [aa, bb, ab] = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    const [x, y] = [a[i]!, b[i]!];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return [aa, bb, ab, Number.isFinite(aa) ? 0 : countBroken(a, size), Number.isFinite(bb) ? 0 : countBroken(b, size)];
}

function countBroken(values: Float32Array, size: number): number {
  let broken = 0;
  for (let i = 0; i < size; i++) if (!Number.isFinite(values[i]!)) broken++;
  return broken;
}

/**
 * As {@link products}, of two gradients that are rows of one table. `pairs` has two numbers for each of `count` rows of the table: where its row
 * lies in a and in b, or {@link NO_ROW}.
 */
export const productsOfRows: Kernel<'a' | 'b' | 'partials', 'pairs', 'count' | 'width' | 'first' | 'groups'> = {
  name: 'products-of-rows',
  uniforms: ['count', 'width', 'first', 'groups'],
  bindings: [
    { name: 'a', access: 'read', type: 'f32' },
    { name: 'b', access: 'read', type: 'f32' },
    { name: 'pairs', access: 'read', type: 'u32' },
    { name: 'partials', access: 'read_write', type: 'f32' },
  ],
  source: source(
    'u.count * u.width',
    `    let row = i / u.width;
    let column = i % u.width;
    let from_a = pairs[2u * row];
    let from_b = pairs[2u * row + 1u];
    var x = 0.0;
    var y = 0.0;
    if (from_a != ${NO_ROW}u) { x = a[from_a * u.width + column]; }
    if (from_b != ${NO_ROW}u) { y = b[from_b * u.width + column]; }`,
  ),
  workgroups: ({ groups }) => groups,
  cpu({ a, b, partials }, { pairs }, { count, width, first, groups }) {
    const sum = [0, 0, 0, 0, 0];
    for (let row = 0; row < count; row++) {
      const part = (values: Float32Array, from: number): Float32Array =>
        from === NO_ROW ? new Float32Array(width) : values.subarray(from * width, (from + 1) * width);
      const result = bothSquares(part(a, pairs[2 * row]!), part(b, pairs[2 * row + 1]!), width);
      for (let k = 0; k < PRODUCT_FIELDS; k++) sum[k]! += result[k]!;
    }
    putPartial(partials, first, groups, sum);
  },
};

/** Add up the partial results of every slot (`groups` of each) into `results` (slots × 5), one workgroup per slot. */
export const foldProducts: Kernel<'partials' | 'results', 'groups', 'slots'> = {
  name: 'fold-products',
  uniforms: ['slots'],
  bindings: [
    { name: 'partials', access: 'read', type: 'f32' },
    { name: 'groups', access: 'read', type: 'u32' },
    { name: 'results', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) number: vec3u) {
  for (var i = id.x; i < u.slots * ${PRODUCT_FIELDS}u; i += number.x * ${WORKGROUP_SIZE}u) {
    let slot = i / ${PRODUCT_FIELDS}u;
    let k = i % ${PRODUCT_FIELDS}u;
    var sum = 0.0;
    for (var group = 0u; group < groups[slot]; group++) { sum += partials[(slot * ${MAX_PRODUCT_GROUPS}u + group) * ${PRODUCT_FIELDS}u + k]; }
    results[i] = sum;
  }
}`,
  workgroups: ({ slots }) => Math.ceil((slots * PRODUCT_FIELDS) / WORKGROUP_SIZE),
  cpu({ partials, results }, { groups }, { slots }) {
    for (let slot = 0; slot < slots; slot++) {
      for (let k = 0; k < PRODUCT_FIELDS; k++) {
        let sum = 0;
        for (let group = 0; group < groups[slot]!; group++) sum += partials[(slot * MAX_PRODUCT_GROUPS + group) * PRODUCT_FIELDS + k]!;
        results[slot * PRODUCT_FIELDS + k] = sum;
      }
    }
  },
};
