import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AnalysisProgress } from '../../core/engine/types';
import { bytes } from '../../core/units';
import { StepWatch } from './step-watch';

const at = (phase: AnalysisProgress['phase']): AnalysisProgress => ({
  ...{ phase, phases: [phase], done: 1, total: 9, samplesPerSecond: 1, remainingMs: null, loss: 1, layers: null, deviceBytes: bytes(0) },
});

let hung: ReturnType<typeof vi.fn<() => void>>;
let watch: StepWatch;
beforeEach(() => {
  vi.useFakeTimers();
  hung = vi.fn<() => void>();
  watch = new StepWatch(hung);
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

/** One micro-batch of this length. */
function step(ms: number): void {
  vi.advanceTimersByTime(ms);
  watch.report(at('fisher-general'));
}

test('where steps are short, three seconds without one are a hang', () => {
  for (let i = 0; i < 5; i++) step(250);
  vi.advanceTimersByTime(2750);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(250);
  expect(hung).toHaveBeenCalledTimes(1);
});

test('where steps are long, five times the longest are a hang, told once', () => {
  for (let i = 0; i < 5; i++) step(2000);
  const { allowance } = watch;
  expect(allowance).toBe(5 * 2250);
  vi.advanceTimersByTime(allowance);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(250);
  expect(hung).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10 * allowance);
  expect(hung).toHaveBeenCalledTimes(1);
});

test('making a session and keeping a checkpoint have their own allowance, and say nothing of how long a step takes', () => {
  step(500);
  watch.setLongWork(true);
  step(100_000);
  watch.setLongWork(false);
  expect(watch.allowance).toBe(5 * 750);
  watch.setLongWork(true);
  vi.advanceTimersByTime(200_000);
  watch.setLongWork(false);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5 * 750 + 250);
  expect(hung).toHaveBeenCalledTimes(1);
});

test('as long as every step has made a session, they set the limit', () => {
  watch.setLongWork(true);
  step(10_000);
  watch.setLongWork(false);
  expect(watch.allowance).toBe(5 * 10_250);
});

test('a worker that takes the place of one that hung is given more time', () => {
  const patient = new StepWatch(hung, 4);
  patient.report(at('fisher-general'));
  vi.advanceTimersByTime(10_000);
  expect(hung).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1250);
  expect(hung).toHaveBeenCalledTimes(1);
  patient.stop();
});

test('slow steps are no hang', () => {
  step(100_000);
  for (let i = 0; i < 5; i++) step(90_000);
  expect(hung).not.toHaveBeenCalled();
});

test('preparing and finishing take their time, and so does a pause', () => {
  vi.advanceTimersByTime(200_000);
  step(1000);
  watch.setPaused(true);
  vi.advanceTimersByTime(1_000_000);
  watch.setPaused(false);
  watch.report(at('finish'));
  vi.advanceTimersByTime(200_000);
  expect(hung).not.toHaveBeenCalled();
});

test('a machine that slept, or a page that was frozen, has missed nothing', () => {
  for (let i = 0; i < 5; i++) step(500);
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(3000);
  expect(hung).not.toHaveBeenCalled();
});
