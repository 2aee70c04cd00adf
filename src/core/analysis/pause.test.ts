import { expect, it } from 'vitest';
import { Pause } from './pause';

it('holds what waits until it is resumed', async () => {
  const pause = new Pause();
  await pause.wait();
  const order: string[] = [];
  pause.hold();
  const waiting = pause.wait().then(() => order.push('went on'));
  await Promise.resolve();
  order.push('resumed');
  pause.resume();
  await waiting;
  expect(order).toEqual(['resumed', 'went on']);
});

it('lets go at a cancel, held or not', async () => {
  const pause = new Pause();
  const cancel = new AbortController();
  pause.hold();
  const waiting = pause.wait(cancel.signal);
  cancel.abort();
  await waiting;
  await pause.wait(cancel.signal);
});

it('holds again when it is held again before the waiting went on', async () => {
  const pause = new Pause();
  pause.hold();
  let done = false;
  const waiting = pause.wait().then(() => (done = true));
  pause.resume();
  pause.hold();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(done).toBe(false);
  pause.resume();
  await waiting;
});
