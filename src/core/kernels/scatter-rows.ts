import { type Kernel, workgroupsFor } from './kernel';

/**
 * Add rows to a table: the gradient of an embedding lookup. Row `order[k]` of `rows`, for k from `offsets[j]` to `offsets[j + 1]`, goes
 * to row `targets[j]` of `table`. Each table row has one writer and a fixed order of addition, so the result is the same every time.
 *
 * table: any × width; rows: lookups × width; targets: `count` different rows; offsets: count + 1.
 */
export const scatterRows: Kernel<'rows' | 'table', 'targets' | 'offsets' | 'order', 'count' | 'width'> = {
  name: 'scatter-rows',
  uniforms: ['count', 'width'],
  bindings: [
    { name: 'rows', access: 'read', type: 'f32' },
    { name: 'targets', access: 'read', type: 'u32' },
    { name: 'offsets', access: 'read', type: 'u32' },
    { name: 'order', access: 'read', type: 'u32' },
    { name: 'table', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < u.count * u.width; i += groups.x * 256u) {
    let j = i / u.width;
    let column = i % u.width;
    let at = targets[j] * u.width + column;
    var sum = table[at];
    for (var k = offsets[j]; k < offsets[j + 1u]; k++) {
      sum += rows[order[k] * u.width + column];
    }
    table[at] = sum;
  }
}`,
  workgroups: ({ count, width }) => workgroupsFor(count * width),
  cpu({ rows, table }, { targets, offsets, order }, { count, width }) {
    for (let j = 0; j < count; j++) {
      const at = (targets[j] ?? 0) * width;
      for (let k = offsets[j] ?? 0; k < (offsets[j + 1] ?? 0); k++) {
        const from = (order[k] ?? 0) * width;
        for (let c = 0; c < width; c++) table[at + c] = (table[at + c] ?? 0) + (rows[from + c] ?? 0);
      }
    }
  },
};
