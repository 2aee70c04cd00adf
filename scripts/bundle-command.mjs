/**
 * Makes one file of the `gaprune` command's TypeScript, which starts several times faster than loading its files one by one. The file
 * lies in `.cache/command` under a name that follows from the sources, and is made again when one of them changes.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.cache/command');

/** Names, sizes and times of all that the command is made of. */
function stateOfSources() {
  const hash = createHash('sha256');
  for (const part of ['src/core', 'src/cli', 'package-lock.json', 'scripts/bundle-command.mjs']) {
    const path = join(root, part);
    const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).sort() : [''];
    for (const file of files) {
      const { size, mtimeMs } = statSync(join(path, file));
      hash.update(`${part}/${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** The address of the command as one module, made if it is not there. */
export async function bundledCommand() {
  const file = join(folder, `${stateOfSources()}.mjs`);
  if (!existsSync(file)) {
    const { build } = await import('esbuild');
    mkdirSync(folder, { recursive: true });
    // Two commands may do this at once: each has a file of its own until it is whole.
    const unfinished = `${file}.${process.pid}`;
    await build({
      ...{ entryPoints: [join(root, 'src/cli/main.ts')], outfile: unfinished, logLevel: 'warning' },
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', keepNames: true },
    });
    for (const older of readdirSync(folder)) if (older.endsWith('.mjs')) rmSync(join(folder, older), { force: true });
    renameSync(unfinished, file);
  }
  return pathToFileURL(file).href;
}
