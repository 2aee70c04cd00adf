import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
export const MODELS = join(REPOSITORY, 'tests/fixtures/models');
export const DATA = join(REPOSITORY, 'public/data');

export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The `gaprune` command in a process of its own. */
export const gaprune = (folder: string, ...parameters: readonly string[]): Promise<Outcome> =>
  execute(folder, process.execPath, join(REPOSITORY, 'bin/gaprune.js'), ...parameters);

export function execute(folder: string, command: string, ...parameters: readonly string[]): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(command, parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', fail).on('close', (code) => done({ code, out, err }));
  });
}

/** A temporary folder for one test file. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'gaprune-'));

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  read(...parts: readonly string[]): Uint8Array {
    return new Uint8Array(readFileSync(this.path(...parts)));
  }

  json(...parts: readonly string[]): unknown {
    return JSON.parse(readFileSync(this.path(...parts), 'utf8'));
  }

  /** A fixture model of its own, to be changed. */
  model(model: string, as: string): string {
    cpSync(join(MODELS, model), this.path(as), { recursive: true });
    return this.path(as);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
