/**
 * Installs the dependencies when they are missing or older than package-lock.json.
 * Imports nothing but Node itself, so that it runs on a fresh clone.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const oldestNode = [20, 19];

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(`Node ${oldestNode.join('.')} or newer is needed; this is Node ${process.versions.node}.`);
  process.exit(1);
}

/** The packages a lock file asks for, as `path → version`, without what belongs to other platforms. */
function lockedPackages(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path !== ''));
}

/** npm writes what it installed to `node_modules/.package-lock.json`; optional packages may be absent from it. */
function isInstalled() {
  const installedLock = new URL('../node_modules/.package-lock.json', import.meta.url);
  if (!existsSync(installedLock)) return false;
  const installed = lockedPackages(installedLock);
  for (const [path, entry] of lockedPackages(new URL('../package-lock.json', import.meta.url))) {
    const present = installed.get(path);
    if (present === undefined ? entry.optional !== true : present.version !== entry.version) return false;
  }
  return true;
}

/** Run a command with its output on this terminal; resolves to its exit code. */
export function runVisibly(command, args, options = {}) {
  const windows = process.platform === 'win32';
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell: windows, ...options });
  return status ?? 1;
}

export function ensureDependencies() {
  refuseOldNode();
  if (isInstalled()) return;
  console.log('Installing dependencies (npm ci) …');
  const status = runVisibly('npm', ['ci', '--no-audit', '--no-fund']);
  if (status !== 0) {
    console.error('npm ci failed: see its message above. The package registry has to be reachable for the first start.');
    process.exit(status);
  }
}
