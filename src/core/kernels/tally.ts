import { type Kernel, WORKGROUP_SIZE } from './kernel';
import { PRODUCT_FIELDS } from './products';

/** How many elements of a and of b are not finite, over all slots of the results of `foldProducts`: two numbers. */
export const countBroken: Kernel<'results' | 'broken', never, 'slots'> = {
  name: 'count-broken',
  uniforms: ['slots'],
  bindings: [
    { name: 'results', access: 'read', type: 'f32' },
    { name: 'broken', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(2)
fn main(@builtin(local_invocation_index) k: u32) {
  var sum = 0.0;
  for (var slot = 0u; slot < u.slots; slot++) { sum += results[slot * ${PRODUCT_FIELDS}u + 3u + k]; }
  broken[k] = sum;
}`,
  workgroups: () => 1,
  cpu({ results, broken }, _indices, { slots }) {
    broken.fill(0);
    for (let slot = 0; slot < slots; slot++) {
      for (let k = 0; k < 2; k++) broken[k]! += results[slot * PRODUCT_FIELDS + 3 + k]!;
    }
  },
};

/** Numbers per weight: Σ‖a‖², Σ‖b‖², pairs in which neither gradient was zero, and those of them that point apart (section 6). */
export const TALLY_FIELDS = 4;

/**
 * Add the results of `foldProducts` to the running figures of each weight (slots × 4). `a`, `b` and `pair` are 1 for what counts: the
 * gradient a, the gradient b, the two as a pair.
 */
export const tally: Kernel<'results' | 'tallies', never, 'slots' | 'a' | 'b' | 'pair'> = {
  name: 'tally',
  uniforms: ['slots', 'a', 'b', 'pair'],
  bindings: [
    { name: 'results', access: 'read', type: 'f32' },
    { name: 'tallies', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var slot = id.x; slot < u.slots; slot += groups.x * ${WORKGROUP_SIZE}u) {
    let source = slot * ${PRODUCT_FIELDS}u;
    let at = slot * ${TALLY_FIELDS}u;
    if (u.a == 1u) { tallies[at] += results[source]; }
    if (u.b == 1u) { tallies[at + 1u] += results[source + 1u]; }
    if (u.pair == 1u && results[source] > 0.0 && results[source + 1u] > 0.0) {
      tallies[at + 2u] += 1.0;
      if (results[source + 2u] < 0.0) { tallies[at + 3u] += 1.0; }
    }
  }
}`,
  workgroups: ({ slots }) => Math.ceil(slots / WORKGROUP_SIZE),
  cpu({ results, tallies }, _indices, { slots, a, b, pair }) {
    for (let slot = 0; slot < slots; slot++) {
      const [aa = 0, bb = 0, ab = 0] = results.subarray(slot * PRODUCT_FIELDS, (slot + 1) * PRODUCT_FIELDS);
      const at = slot * TALLY_FIELDS;
      if (a === 1) tallies[at]! += aa;
      if (b === 1) tallies[at + 1]! += bb;
      if (pair === 1 && aa > 0 && bb > 0) {
        tallies[at + 2]! += 1;
        if (ab < 0) tallies[at + 3]! += 1;
      }
    }
  },
};
