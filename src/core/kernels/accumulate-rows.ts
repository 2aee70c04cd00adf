import { type Kernel, workgroupsFor } from './kernel';

type RowKernel = Kernel<'rows' | 'total', 'targets', 'count' | 'width'>;

/** total[targets[j]] += term(rows[j]) for `count` rows of `width` numbers; the targets are different from each other. */
function rowKernel(name: string, term: string, cpuTerm: (g: number) => number): RowKernel {
  return {
    name,
    uniforms: ['count', 'width'],
    bindings: [
      { name: 'rows', access: 'read', type: 'f32' },
      { name: 'targets', access: 'read', type: 'u32' },
      { name: 'total', access: 'read_write', type: 'f32' },
    ],
    source: /* wgsl */ `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < u.count * u.width; i += groups.x * 256u) {
    let g = rows[i];
    total[targets[i / u.width] * u.width + i % u.width] += ${term};
  }
}`,
    workgroups: ({ count, width }) => workgroupsFor(count * width),
    cpu({ rows, total }, { targets }, { count, width }) {
      for (let j = 0; j < count; j++) {
        const at = targets[j]! * width;
        for (let c = 0; c < width; c++) total[at + c]! += cpuTerm(rows[j * width + c]!);
      }
    },
  };
}

/** G += g where g is nothing but a few rows of a table (section 6). */
export const accumulateRows = rowKernel('accumulate-rows', 'g', (g) => g);

/** F += g ⊙ g where g is nothing but a few rows of a table (section 5). */
export const accumulateSquaredRows = rowKernel('accumulate-squared-rows', 'g * g', (g) => g * g);
