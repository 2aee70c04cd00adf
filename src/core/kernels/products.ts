import { type Kernel, WORKGROUP_SIZE } from './kernel';

/** At most so many workgroups, and so partial results, of {@link products}. */
export const MAX_PRODUCT_GROUPS = 64;
/** Elements that one thread should have, before there is another workgroup: a barrier costs more than a few additions. */
const ELEMENTS_PER_THREAD = 16;

/** Workgroups of {@link products} for a tensor of this size; {@link foldProducts} is told the same number. */
export function productGroups(size: number): number {
  return Math.max(1, Math.min(MAX_PRODUCT_GROUPS, Math.ceil(size / (WORKGROUP_SIZE * ELEMENTS_PER_THREAD))));
}

/** Numbers per result: ‖a‖², ‖b‖², ⟨a, b⟩, and how many elements are not finite. */
export const PRODUCT_FIELDS = 4;

/**
 * ‖a‖², ‖b‖², ⟨a, b⟩ and the count of elements of a or b that are NaN or infinite, as one partial result per workgroup:
 * partials is groups × 4. For one tensor alone, bind it twice.
 */
export const products: Kernel<'a' | 'b' | 'partials', never, 'size'> = {
  name: 'products',
  uniforms: ['size'],
  bindings: [
    { name: 'a', access: 'read', type: 'f32' },
    { name: 'b', access: 'read', type: 'f32' },
    { name: 'partials', access: 'read_write', type: 'f32' },
  ],
  // WGSL may assume that there is no NaN, so the exponent bits are tested.
  source: /* wgsl */ `
var<workgroup> sums: array<vec4f, ${WORKGROUP_SIZE}>;
fn broken(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u; }
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  var sum = vec4f(0.0);
  for (var i = id.x; i < u.size; i += groups.x * ${WORKGROUP_SIZE}u) {
    let x = a[i];
    let y = b[i];
    sum += vec4f(x * x, y * y, x * y, select(0.0, 1.0, broken(x) || broken(y)));
  }
  sums[local] = sum;
  workgroupBarrier();
  for (var half = ${WORKGROUP_SIZE / 2}u; half > 0u; half /= 2u) {
    if (local < half) { sums[local] += sums[local + half]; }
    workgroupBarrier();
  }
  if (local == 0u) {
    for (var k = 0u; k < 4u; k++) { partials[group.x * 4u + k] = sums[0][k]; }
  }
}`,
  workgroups: ({ size }) => productGroups(size),
  cpu({ a, b, partials }, _indices, { size }) {
    let aa = 0;
    let bb = 0;
    let ab = 0;
    let broken = 0;
    for (let i = 0; i < size; i++) {
      const x = a[i] ?? 0;
      const y = b[i] ?? 0;
      aa += x * x;
      bb += y * y;
      ab += x * y;
      if (!Number.isFinite(x) || !Number.isFinite(y)) broken++;
    }
    partials.fill(0, 0, productGroups(size) * PRODUCT_FIELDS);
    partials.set([aa, bb, ab, broken]);
  },
};

/** Add up `groups` partial results of {@link products} into four numbers at `slot` of `results` (slots × 4). */
export const foldProducts: Kernel<'partials' | 'results', never, 'slot' | 'groups'> = {
  name: 'fold-products',
  uniforms: ['slot', 'groups'],
  bindings: [
    { name: 'partials', access: 'read', type: 'f32' },
    { name: 'results', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(${PRODUCT_FIELDS})
fn main(@builtin(local_invocation_index) k: u32) {
  var sum = 0.0;
  for (var group = 0u; group < u.groups; group++) { sum += partials[group * 4u + k]; }
  results[u.slot * 4u + k] = sum;
}`,
  workgroups: () => 1,
  cpu({ partials, results }, _indices, { slot, groups }) {
    for (let k = 0; k < PRODUCT_FIELDS; k++) {
      let sum = 0;
      for (let group = 0; group < groups; group++) sum += partials[group * PRODUCT_FIELDS + k] ?? 0;
      results[slot * PRODUCT_FIELDS + k] = sum;
    }
  },
};
