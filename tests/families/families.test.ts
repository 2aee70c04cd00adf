import { expect, it } from 'vitest';
import { EXPORTS, FAMILIES, exportsOf, isDaily } from '../support/families';
import { testFamilies } from './test-families';

it('every architecture and every kind of export is met at least twice a day', () => {
  const pairs = FAMILIES.flatMap((family) => exportsOf(family).map((exported) => [family, exported] as const));
  const daily = pairs.filter(([family, exported]) => isDaily(family, exported));
  for (const family of FAMILIES) expect(daily.filter((pair) => pair[0] === family).length, family).toBeGreaterThanOrEqual(2);
  for (const [exported] of EXPORTS) expect(daily.filter((pair) => pair[1] === exported).length, exported).toBeGreaterThanOrEqual(2);
  process.stdout.write(`${daily.length} of ${pairs.length} exports; "-": with npm run test:faults\n`);
});

testFamilies(isDaily, '-');
