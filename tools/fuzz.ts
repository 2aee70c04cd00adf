/**
 * `npm run fuzz -- [--inputs N] [--seed S] [--target NAME]`: read N changed files of every kind, from seed S on, and print what came of it.
 * Each input is made from its seed alone; a finding is printed with it. The exit code is 1 when there is one.
 */
import { parseArgs } from 'node:util';
import { fuzz } from '../tests/fuzz/fuzz';
import { TARGETS } from '../tests/fuzz/targets';

const { values } = parseArgs({
  options: { inputs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, target: { type: 'string' } },
});
const STEP = 10_000;
const total = Number(values.inputs);
let findings = 0;
for (const target of TARGETS.filter(({ name }) => values.target === undefined || name === values.target)) {
  const start = performance.now();
  let read = 0;
  let slowest = 0;
  const refused = new Map<string, number>();
  for (let done = 0; done < total; done += STEP) {
    const report = await fuzz(target, Number(values.seed) + done, Math.min(STEP, total - done));
    read += report.read;
    slowest = Math.max(slowest, report.slowest);
    for (const [code, count] of report.refused) refused.set(code, (refused.get(code) ?? 0) + count);
    for (const { seed, problem } of report.findings) console.error(`${target.name}, seed ${seed}: ${problem}`);
    findings += report.findings.length;
  }
  const codes = [...refused].map(([code, count]) => `${code} ${count}`).join(', ');
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${target.name}: ${total} inputs in ${seconds} s, ${read} read, refused: ${codes}; slowest ${slowest.toFixed(0)} ms`);
}
process.exitCode = findings > 0 ? 1 : 0;
