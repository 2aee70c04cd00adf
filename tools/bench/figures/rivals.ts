import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, atLeast } from '../figure';

interface Times {
  readonly ours: number;
  readonly jax: number;
  readonly tfjs: number;
}

/** The same gradient step of a two-layer transformer in three libraries, on wasm with one thread. All give the same loss. */
export const rivals: Figure = {
  name: 'rivals',
  measure({ root, samples }) {
    const args = ['--import', 'tsx', join(root, 'tools/bench/rivals/main.ts'), String(Math.max(15, samples))];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr.split('\n').find((line) => line.includes('Error')) ?? 'It did not end well.');
    const { ours, jax, tfjs } = JSON.parse(stdout) as Times;
    const note = (theirs: number): string => `ours ${ours.toFixed(1)} ms, theirs ${theirs.toFixed(1)} ms, one thread`;
    return Promise.resolve([
      { figure: 'gradient step on wasm against jax-js, jit(grad)', target: atLeast(1, '×'), value: jax / ours, unit: '×', note: note(jax) },
      { figure: 'gradient step on wasm against tfjs, grads', target: atLeast(4, '×'), value: tfjs / ours, unit: '×', note: note(tfjs) },
    ]);
  },
};
