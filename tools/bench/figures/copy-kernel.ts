import { accumulateSquares } from '../../../src/core/kernels/accumulate-squares';
import { shaderModule } from '../../../src/core/kernels/kernel';
import { type Figure, atLeast } from '../figure';
import { interleaved } from '../timing';

/** 64 MiB per array. */
const SIZE = 2 ** 24;
const REPEATS = 4;

const COPY = /* wgsl */ `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> copy: array<vec4f>;
@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  for (var i = id.x; i < ${SIZE / 4}u; i += groups.x * 256u) { copy[i] = source[i]; }
}`;

/** Bytes per second of F += g² (12 bytes an element) against a copy by vec4 (8 bytes an element). */
export const copyKernel: Figure = {
  name: 'copy-kernel',
  async measure({ gpu, samples }) {
    const row = { figure: 'Fisher kernel, bytes per second against a vec4 copy', target: atLeast(1, '×'), unit: '×' };
    const opened = await gpu();
    if (opened === null) return [{ ...row, value: null, note: 'needs --device webgpu' }];
    const { device } = opened.gpu;
    const buffer = (): GPUBuffer => device.createBuffer({ size: SIZE * 4, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST });
    const [a, b] = [buffer(), buffer()];
    const uniforms = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    device.queue.writeBuffer(uniforms, 0, Uint32Array.of(SIZE));
    const dispatch = (code: string, buffers: readonly GPUBuffer[]) => {
      const module = device.createShaderModule({ code });
      const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module, entryPoint: 'main' } });
      const entries = buffers.map((resource, binding) => ({ binding, resource: { buffer: resource } }));
      const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      const workgroups = accumulateSquares.workgroups({ size: SIZE });
      return async () => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        for (let i = 0; i < REPEATS; i++) pass.dispatchWorkgroups(workgroups);
        pass.end();
        device.queue.submit([encoder.finish()]);
        await device.queue.onSubmittedWorkDone();
      };
    };
    const { fisher, copy } = await interleaved(
      { fisher: dispatch(shaderModule(accumulateSquares), [uniforms, a, b]), copy: dispatch(COPY, [a, b]) },
      samples,
    );
    const rate = (bytes: number, ms: number): number => (bytes * SIZE * REPEATS) / ms / 1e6;
    const [ours, theirs] = [rate(12, fisher), rate(8, copy)];
    opened.device.destroy();
    return [{ ...row, value: ours / theirs, note: `${ours.toFixed(1)} GB/s against ${theirs.toFixed(1)} GB/s on ${opened.device.name}` }];
  },
};
