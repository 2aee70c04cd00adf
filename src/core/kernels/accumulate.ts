import { addToTotal, workgroupsOfVectors } from './add-to-total';
import type { Kernel } from './kernel';

/** G += g: the running sum of gradients (section 6). */
export const accumulate: Kernel<'gradient' | 'total', never, 'size'> = {
  name: 'accumulate',
  uniforms: ['size'],
  bindings: [
    { name: 'gradient', access: 'read', type: 'vec4f' },
    { name: 'total', access: 'read_write', type: 'vec4f' },
  ],
  source: addToTotal('g'),
  workgroups: workgroupsOfVectors,
  cpu({ gradient, total }, _indices, { size }) {
    for (let i = 0; i < size; i++) total[i] = (total[i] ?? 0) + (gradient[i] ?? 0);
  },
};
