import { type Kernel, workgroupsFor } from './kernel';

/** Bits of a float32 as the u32 that uniforms are. */
export function floatBits(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0;
}
const floatOf = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] ?? NaN;

/**
 * One step of AdamW (Loshchilov and Hutter 2019) under a mask, in place:
 * `m += (1 − β₁)(g − m)`, `v += (1 − β₂)(g² − v)`, `w −= w·decay + rate·m / (√v·correction + ε)`, and w = 0 where keep is 0.
 *
 * The caller folds the bias corrections in: rate = lr/(1 − β₁ᵗ), correction = 1/√(1 − β₂ᵗ), decay = lr·weight decay. Uniforms but
 * `size` are bits of float32.
 */
export const adamw: Kernel<
  'gradient' | 'weight' | 'first' | 'second' | 'keep',
  never,
  'size' | 'rate' | 'correction' | 'decay' | 'beta1' | 'beta2' | 'epsilon'
> = {
  name: 'adamw',
  uniforms: ['size', 'rate', 'correction', 'decay', 'beta1', 'beta2', 'epsilon'],
  bindings: [
    { name: 'gradient', access: 'read', type: 'f32' },
    { name: 'weight', access: 'read_write', type: 'f32' },
    { name: 'first', access: 'read_write', type: 'f32' },
    { name: 'second', access: 'read_write', type: 'f32' },
    { name: 'keep', access: 'read', type: 'f32' },
  ],
  source: /* wgsl */ `
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let rate = bitcast<f32>(u.rate);
  let correction = bitcast<f32>(u.correction);
  let decay = bitcast<f32>(u.decay);
  let beta1 = bitcast<f32>(u.beta1);
  let beta2 = bitcast<f32>(u.beta2);
  let epsilon = bitcast<f32>(u.epsilon);
  for (var i = id.x; i < u.size; i += groups.x * 256u) {
    let g = gradient[i];
    let m = first[i] + (1.0 - beta1) * (g - first[i]);
    let v = second[i] + (1.0 - beta2) * (g * g - second[i]);
    first[i] = m;
    second[i] = v;
    let w = weight[i];
    weight[i] = select(0.0, w - w * decay - rate * m / (sqrt(v) * correction + epsilon), keep[i] != 0.0);
  }
}`,
  workgroups: ({ size }) => workgroupsFor(size),
  cpu({ gradient, weight, first, second, keep }, _indices, uniforms) {
    const { size } = uniforms;
    const [rate, correction, decay] = [floatOf(uniforms.rate), floatOf(uniforms.correction), floatOf(uniforms.decay)];
    const [beta1, beta2, epsilon] = [floatOf(uniforms.beta1), floatOf(uniforms.beta2), floatOf(uniforms.epsilon)];
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0;
      const m = (first[i] ?? 0) + (1 - beta1) * (g - (first[i] ?? 0));
      const v = (second[i] ?? 0) + (1 - beta2) * (g * g - (second[i] ?? 0));
      first[i] = m;
      second[i] = v;
      const w = weight[i] ?? 0;
      weight[i] = keep[i] === 0 ? 0 : w - w * decay - (rate * m) / (Math.sqrt(v) * correction + epsilon);
    }
  },
};
