import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, atLeast } from '../figure';

interface Times {
  readonly ours: number;
  readonly jax: number;
  readonly tfjs: number;
}

/** How many times as long as ours the others may take at least: a graphics adapter in software is another matter than a card. */
const TARGETS = {
  wasm: { jax: atLeast(1, '×'), tfjs: atLeast(4, '×') },
  webgpu: { jax: atLeast(0.5, '×'), tfjs: atLeast(1, '×') },
} as const;

/** The same gradient step of a two-layer transformer in three libraries, on wasm with one thread or on WebGPU. All give the same loss. */
export const rivals: Figure = {
  name: 'rivals',
  measure({ root, device, samples }) {
    const args = ['--import', 'tsx', join(root, 'tools/bench/rivals/main.ts'), device, String(Math.max(15, samples))];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.split('\n').find((line) => line.includes('Error')) ?? 'It did not end well.');
    const { ours, jax, tfjs } = JSON.parse(stdout) as Times;
    const note = (theirs: number): string =>
      `ours ${ours.toFixed(1)} ms, theirs ${theirs.toFixed(1)} ms${device === 'wasm' ? ', one thread' : ''}`;
    const { jax: ofJax, tfjs: ofTfjs } = TARGETS[device];
    return Promise.resolve([
      { figure: `gradient step on ${device} against jax-js, jit(grad)`, target: ofJax, value: jax / ours, unit: '×', note: note(jax) },
      { figure: `gradient step on ${device} against tfjs, grads`, target: ofTfjs, value: tfjs / ours, unit: '×', note: note(tfjs) },
    ]);
  },
};
