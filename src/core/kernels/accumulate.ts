import { type Kernel, workgroupsFor } from './kernel';

/** G += g: the running sum of gradients (section 6). */
export const accumulate: Kernel<'gradient' | 'total', never, 'size'> = {
  name: 'accumulate',
  uniforms: ['size'],
  bindings: [
    { name: 'gradient', access: 'read', type: 'f32' },
    { name: 'total', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < u.size; i += groups.x * 256u) {
    total[i] += gradient[i];
  }
}`,
  workgroups: ({ size }) => workgroupsFor(size),
  cpu({ gradient, total }, _indices, { size }) {
    for (let i = 0; i < size; i++) total[i] = (total[i] ?? 0) + (gradient[i] ?? 0);
  },
};
