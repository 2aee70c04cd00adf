import { expect, it } from 'vitest';
import type { AnalysisProgress } from '../engine/types';
import { ProgressMeter } from './progress';

function meter() {
  let time = 0;
  const reports: Omit<AnalysisProgress, 'deviceBytes'>[] = [];
  const progress = new ProgressMeter(
    10,
    ['prepare', 'fisher-general', 'finish'],
    () => time,
    (report) => reports.push(report),
  );
  return { progress, reports, pass: (ms: number) => (time += ms) };
}

it('tells the rate and the time left, from the end of the preparation', () => {
  const { progress, reports, pass } = meter();
  pass(5000);
  progress.add('prepare', 0, null, null);
  pass(2000);
  progress.add('fisher-general', 4, 0.5, null);
  expect(reports.at(-1)).toMatchObject({ done: 4, total: 10, samplesPerSecond: 2, remainingMs: 3000, loss: 0.5 });
});

it('does not count the time of a pause', async () => {
  const { progress, reports, pass } = meter();
  pass(1000);
  await progress.without(() => {
    pass(60_000);
    return Promise.resolve();
  });
  progress.add('fisher-general', 2, null, null);
  expect(reports.at(-1)).toMatchObject({ samplesPerSecond: 2, remainingMs: 4000 });
});
