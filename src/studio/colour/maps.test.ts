import { expect, test } from 'vitest';
import { colourAt, inkOn, luminance } from './maps';

test('ends and middle of the maps', () => {
  expect(colourAt('sequential', 0)).toEqual([0x44, 0x01, 0x54]);
  expect(colourAt('sequential', 1)).toEqual([0xfd, 0xe7, 0x25]);
  expect(colourAt('diverging', 0.5)).toEqual([0xf7, 0xf7, 0xf7]);
  expect(colourAt('diverging', 7)).toEqual(colourAt('diverging', 1));
});

test('viridis grows lighter all the way', () => {
  const steps = Array.from({ length: 101 }, (_, index) => luminance(colourAt('sequential', index / 100)));
  expect(steps).toEqual([...steps].sort((a, b) => a - b));
});

test('text on every colour has a contrast of 4.5 or more', () => {
  for (const map of ['sequential', 'diverging'] as const) {
    for (let place = 0; place <= 1; place += 0.01) {
      const colour = colourAt(map, place);
      const ink = inkOn(colour) === '#fff' ? 1 : 0;
      const [light, dark] = [luminance(colour), ink].sort((a, b) => b - a) as [number, number];
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
