/**
 * `npm test`: every gate, one after the other, also after a failure. The last line is `N passed, N failed`.
 * A gate without tests of its own (types, lint, format, build) counts as one check.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.mjs';
import { countPlaywright, countVitest } from './count-tests.mjs';
import { ensureDependencies, runVisibly } from './setup.mjs';

ensureDependencies();
const chromium = await ensureChromium();
if (chromium === undefined) console.error('Chromium could not be installed: set CHROME_PATH to a Chrome or Chromium.');
else process.env.CHROME_PATH = chromium;

const reports = mkdtempSync(join(tmpdir(), 'gaprune-test-'));
mkdirSync(reports, { recursive: true });

const npx = (...args) => runVisibly('npx', ['--no-install', ...args]);

function check(name, args) {
  const status = npx(...args);
  return { name, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}

/** Run a test tool that writes a JSON report, and count what the report says. */
function tests(name, args, count, env) {
  const report = join(reports, `${name}.json`);
  const status = runVisibly('npx', ['--no-install', ...args(report)], { env: { ...process.env, ...env?.(report) } });
  let counts = { passed: 0, failed: 0 };
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    console.error(`${name}: no report (${error instanceof Error ? error.message : String(error)})`);
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return { name, ...counts };
}

const vitest = (project) => (report) => [
  ...['vitest', 'run', '--project', project, '--passWithNoTests'],
  ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
];

const stages = [
  () => check('types', ['tsc', '--noEmit', '-p', '.']),
  () => check('lint', ['eslint', '.', '--max-warnings', '0']),
  () => check('format', ['prettier', '--check', '--log-level', 'warn', '.']),
  () => tests('node', vitest('node'), countVitest),
  () => tests('chromium', vitest('chromium'), countVitest),
  () => check('build', ['vite', 'build']),
  () =>
    tests(
      'e2e',
      () => ['playwright', 'test', '--reporter=list,json'],
      countPlaywright,
      (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
    ),
];

const results = [];
for (const stage of stages) {
  const started = performance.now();
  const result = stage();
  results.push({ ...result, seconds: (performance.now() - started) / 1000 });
}
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const { name, passed, failed, seconds } of results) {
  console.log(`${name.padEnd(10)} ${passed} passed, ${failed} failed  (${seconds.toFixed(1)} s)`.replace(/^/, '  '));
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = sum('failed');
process.exitCode = failed > 0 ? 1 : 0;
console.log(`\n${sum('passed')} passed, ${failed} failed`);
