/** One storage buffer a kernel reads or writes. Buffers end at a multiple of 16 bytes, so each can be bound as vectors of four. */
export interface Binding<N extends string = string> {
  readonly name: N;
  readonly access: 'read' | 'read_write';
  readonly type: 'f32' | 'vec4f' | 'u32';
}

/** Host arrays of a kernel's bindings, by name: what its CPU twin works on. */
export type HostBuffers<N extends string> = Readonly<Record<N, Float32Array>>;
export type HostIndices<N extends string> = Readonly<Record<N, Uint32Array>>;

/**
 * A GPU kernel as data, with its CPU twin. The struct of uniforms and the bindings of the WGSL source are written from this one
 * description, so that the two sides cannot drift apart. Uniforms are u32; shapes go there, so one pipeline serves all shapes.
 *
 * F names the float buffers, I the index buffers, U the uniforms.
 */
export interface Kernel<F extends string = string, I extends string = string, U extends string = string> {
  readonly name: string;
  readonly uniforms: readonly U[];
  readonly bindings: readonly Binding<F | I>[];
  /** WGSL after the generated declarations: `@compute @workgroup_size(256) fn main(…)`, uniforms as `u.name`. */
  readonly source: string;
  readonly workgroups: (uniforms: Readonly<Record<U, number>>) => number;
  readonly cpu: (floats: HostBuffers<F>, indices: HostIndices<I>, uniforms: Readonly<Record<U, number>>) => void;
}

export const WORKGROUP_SIZE = 256;
/** Kernels run over long arrays in strides of the whole grid, so that this many workgroups are always enough. */
const MAX_WORKGROUPS = 4096;

/** Workgroups for one thread per element, up to the bound. */
export function workgroupsFor(elements: number): number {
  return Math.max(1, Math.min(MAX_WORKGROUPS, Math.ceil(elements / WORKGROUP_SIZE)));
}

/** The complete WGSL module of a kernel: declarations from the description, then the source. */
export function shaderModule(kernel: Kernel): string {
  const fields = kernel.uniforms.map((name) => `  ${name}: u32,`).join('\n');
  const buffers = kernel.bindings.map(
    ({ name, access, type }, index) => `@group(0) @binding(${index + 1}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  return [`struct Uniforms {\n${fields}\n}`, '@group(0) @binding(0) var<uniform> u: Uniforms;', ...buffers, kernel.source].join('\n');
}
