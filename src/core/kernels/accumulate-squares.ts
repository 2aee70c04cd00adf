import { type Kernel, workgroupsFor } from './kernel';

/** F += g ⊙ g: the diagonal Fisher information (section 5). */
export const accumulateSquares: Kernel<'gradient' | 'total', never, 'size'> = {
  name: 'accumulate-squares',
  uniforms: ['size'],
  bindings: [
    { name: 'gradient', access: 'read', type: 'f32' },
    { name: 'total', access: 'read_write', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < u.size; i += groups.x * 256u) {
    let g = gradient[i];
    total[i] += g * g;
  }
}`,
  workgroups: ({ size }) => workgroupsFor(size),
  cpu({ gradient, total }, _indices, { size }) {
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0;
      total[i] = (total[i] ?? 0) + g * g;
    }
  },
};
