import { expect, test } from 'vitest';
import type { AnalysisProgress } from '../../core/engine/types';
import { bytes } from '../../core/units';
import { addLoss, type LossPoint } from './losses';

const report = (done: number, loss: number | null): AnalysisProgress => ({
  phase: 'fisher-general',
  phases: ['prepare', 'fisher-general', 'finish'],
  ...{ done, total: 1e6, samplesPerSecond: 1, remainingMs: null, loss, layers: null, deviceBytes: bytes(0) },
});

test('reports without a new loss add nothing', () => {
  const one = addLoss([], report(1, 0.5));
  expect(one).toHaveLength(1);
  expect(addLoss(one, report(1, 0.4))).toBe(one);
  expect(addLoss(one, report(2, null))).toBe(one);
  expect(addLoss(one, report(2, Number.NaN))).toBe(one);
});

test('the number of points is bounded, and the newest one stays', () => {
  let points: readonly LossPoint[] = [];
  for (let done = 1; done <= 20_000; done += 1) points = addLoss(points, report(done, done));
  expect(points.length).toBeLessThanOrEqual(480);
  expect(points.at(-1)?.done).toBe(20_000);
});
