import { expect, test } from 'vitest';
import { latestWins } from './latest-wins';

test('one call at a time, and only the newest of those that wait', async () => {
  const done: number[] = [];
  let running = 0;
  const request = latestWins(async (value: number) => {
    running += 1;
    expect(running).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running -= 1;
    done.push(value);
  });
  await Promise.all([1, 2, 3, 4].map(request));
  expect(done).toEqual([1, 4]);
  await request(5);
  expect(done).toEqual([1, 4, 5]);
});
