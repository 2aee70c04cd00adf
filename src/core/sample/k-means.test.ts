import { afterAll, describe, expect, it } from 'vitest';
import { mulberry32 } from '../data/random';
import { CancelledError } from '../errors';
import { createNodeDevice } from '../runtime/node';
import { ITERATIONS, representatives } from './k-means';

const device = await createNodeDevice('wasm');
afterAll(() => device.destroy());

/** `each` points around every one of `groups` far places, in turn. */
function clouds(groups: number, each: number, width: number): { readonly width: number; readonly data: Float32Array } {
  const random = mulberry32(5);
  const data = Float32Array.from({ length: groups * each * width }, (_, i) => {
    const [point, column] = [Math.floor(i / width), i % width];
    return (column === (point % groups) % width ? 10 * (1 + Math.floor((point % groups) / width)) : 0) + random() * 0.1;
  });
  return { width, data };
}

describe('k-means', () => {
  it('takes one point of each group, close to its middle', async () => {
    const points = clouds(7, 40, 8);
    // Two centres that begin in one group may share it to the end.
    const found = await representatives(device, points, 7, 0);
    expect(new Set(found.map((point) => point % 7)).size).toBe(found.length);
    expect(found.length).toBeGreaterThanOrEqual(5);
  });

  it('is the same for the same seed, and another for another', async () => {
    const random = mulberry32(1);
    const points = { width: 6, data: Float32Array.from({ length: 6 * 300 }, () => random()) };
    const found = await representatives(device, points, 30, 42);
    expect(await representatives(device, points, 30, 42)).toEqual(found);
    expect(await representatives(device, points, 30, 43)).not.toEqual(found);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(25);
    expect(device.allocatedBytes).toBe(0);
  });

  it('spreads more than chance: its points are nearer to all others', async () => {
    const random = mulberry32(2);
    const data = Float32Array.from({ length: 4 * 500 }, () => random() ** 3);
    const far = (chosen: readonly number[]): number => {
      let sum = 0;
      for (let i = 0; i < 500; i++) {
        sum += Math.min(...chosen.map((j) => [0, 1, 2, 3].reduce((d, c) => d + ((data[4 * i + c] ?? 0) - (data[4 * j + c] ?? 0)) ** 2, 0)));
      }
      return sum;
    };
    const found = await representatives(device, { width: 4, data }, 25, 42);
    expect(far(found)).toBeLessThan(0.8 * far(Array.from({ length: 25 }, (_, i) => 20 * i)));
  });

  it('gives repeats once, and everything where there is no more', async () => {
    const same = { width: 2, data: new Float32Array(40).fill(1) };
    expect(await representatives(device, same, 5, 0)).toEqual([0]);
    expect(await representatives(device, same, 20, 0)).toHaveLength(20);
  });

  it('tells how far it is, and is cancelled between two blocks', async () => {
    const cancel = new AbortController();
    const passes: number[] = [];
    const onProgress = (done: number, total: number): void => {
      expect(total).toBe(ITERATIONS + 1);
      passes.push(done);
      if (done === 2) cancel.abort();
    };
    const points = { width: 3, data: Float32Array.from({ length: 600 }, mulberry32(3)) };
    await expect(representatives(device, points, 20, 1, { signal: cancel.signal, onProgress })).rejects.toThrow(CancelledError);
    expect(passes).toEqual([1, 2]);
    expect(device.allocatedBytes).toBe(0);
  });
});
