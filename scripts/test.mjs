/**
 * `npm test`: every gate, also after a failure. The last line is `N passed, N failed`.
 * A gate without tests of its own (types, lint, format, build) counts as one check.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.mjs';
import { countPlaywright, countVitest } from './count-tests.mjs';
import { ensureDependencies, root } from './setup.mjs';

ensureDependencies();
const chromium = await ensureChromium();
if (chromium === undefined) console.error('Chromium could not be installed: set CHROME_PATH to a Chrome or Chromium.');
else process.env.CHROME_PATH = chromium;

const reports = mkdtempSync(join(tmpdir(), 'gaprune-test-'));
mkdirSync(reports, { recursive: true });

/** Run a command of `node_modules`; what it prints is shown when it is done, as two of them run side by side. */
function npx(args, env = {}) {
  return new Promise((resolve) => {
    const parts = [];
    const windows = process.platform === 'win32';
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn('npx', ['--no-install', ...args], { cwd: root, stdio, shell: windows, env: { ...process.env, ...env } });
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('error', (error) => parts.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(parts).toString('utf8') }));
  });
}

async function check(name, args) {
  const { status, output } = await npx(args);
  return { name, output, passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
}

/** Run a test tool that writes a JSON report, and count what the report says. */
async function tests(name, args, count, env) {
  const report = join(reports, `${name}.json`);
  const { status, output } = await npx(args(report), env?.(report));
  let counts = { passed: 0, failed: 0 };
  let complaint = '';
  try {
    counts = count(JSON.parse(readFileSync(report, 'utf8')));
  } catch (error) {
    complaint = `${name}: no report (${error instanceof Error ? error.message : String(error)})\n`;
  }
  if (status !== 0 && counts.failed === 0) counts.failed = 1;
  return { name, output: output + complaint, ...counts };
}

const vitest =
  (...projects) =>
  (report) => [
    ...['vitest', 'run', ...projects.flatMap((project) => ['--project', project]), '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ];

/** Software WebGPU takes every core there is, and suffers most from what runs beside it: first, and alone. */
const alone = [() => tests('chromium', vitest('chromium'), countVitest)];

/** Two lanes side by side, as each keeps one core busy. Within a lane one stage follows the other. */
const lanes = [
  [
    () => tests('node', vitest('node', 'studio'), countVitest),
    () => check('types', ['tsc', '--noEmit', '-p', '.']),
    () => check('lint', ['eslint', '.', '--max-warnings', '0']),
    () => check('format', ['prettier', '--check', '--log-level', 'warn', '.']),
  ],
  [
    () => check('build', ['vite', 'build']),
    () =>
      tests(
        'e2e',
        () => ['playwright', 'test', '--reporter=list,json'],
        countPlaywright,
        (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
      ),
  ],
];

async function run(stages) {
  const results = [];
  for (const stage of stages) {
    const started = performance.now();
    const result = await stage();
    console.log(`\n=== ${result.name}\n${result.output.trimEnd()}`);
    results.push({ ...result, seconds: (performance.now() - started) / 1000 });
  }
  return results;
}

const results = [...(await run(alone)), ...(await Promise.all(lanes.map(run))).flat()];
rmSync(reports, { recursive: true, force: true });

console.log('');
for (const { name, passed, failed, seconds } of results) {
  console.log(`${name.padEnd(10)} ${passed} passed, ${failed} failed  (${seconds.toFixed(1)} s)`.replace(/^/, '  '));
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
const failed = sum('failed');
process.exitCode = failed > 0 ? 1 : 0;
console.log(`\n${sum('passed')} passed, ${failed} failed`);
