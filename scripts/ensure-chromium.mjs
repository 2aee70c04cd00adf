/** Finds Chromium, or installs it: from the distribution as root on Debian and Ubuntu, else by Playwright. */
import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';
import { runVisibly } from './setup.mjs';

function installFromDistribution() {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !existsSync('/etc/debian_version') || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (runVisibly('apt-get', ['update'], { env }) !== 0) return;
  runVisibly('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
}

export async function ensureChromium() {
  let found = await findChromium();
  if (found !== undefined) return found;
  console.log('No Chromium found: installing one for the browser tests …');
  installFromDistribution();
  found = await findChromium();
  if (found !== undefined) return found;
  runVisibly('npx', ['playwright', 'install', 'chromium']);
  return findChromium();
}
