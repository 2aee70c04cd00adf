/** `npm run test:faults`: the tests that inject faults for real and take long. A name given runs the tests of that name alone. */
import { ensureChromium } from './ensure-chromium.mjs';
import { ensureDependencies, runVisibly } from './setup.mjs';

ensureDependencies();
await ensureChromium();
const options = { env: { ...process.env, FAULTS: '1' } };
const wanted = process.argv.slice(2);
const failures = [
  ['vitest', 'run', '--passWithNoTests', ...(wanted.length > 0 ? wanted : ['tests/faults'])],
  ['vite', 'build', '--logLevel', 'warn'],
  ['playwright', 'test', '--pass-with-no-tests', ...wanted],
].filter((command) => runVisibly('npx', ['--no-install', ...command], options) !== 0);
process.exitCode = failures.length > 0 ? 1 : 0;
