import { addToTotal, workgroupsOfVectors } from './add-to-total';
import type { Kernel } from './kernel';

/** F += g ⊙ g: the diagonal Fisher information (section 5). */
export const accumulateSquares: Kernel<'gradient' | 'total', never, 'size'> = {
  name: 'accumulate-squares',
  uniforms: ['size'],
  bindings: [
    { name: 'gradient', access: 'read', type: 'vec4f' },
    { name: 'total', access: 'read_write', type: 'vec4f' },
  ],
  source: addToTotal('g * g'),
  workgroups: workgroupsOfVectors,
  cpu({ gradient, total }, _indices, { size }) {
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0;
      total[i] = (total[i] ?? 0) + g * g;
    }
  },
};
