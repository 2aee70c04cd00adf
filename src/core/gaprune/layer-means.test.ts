import { expect, it } from 'vitest';
import { layerMeans } from './layer-means';

const tensor = (layer: number | null, size: number, fisherGeneral: number | null, alignment: number | null = null) => ({
  ...{ layer, size, fisherGeneral, alignment },
  fisherDomain: null,
});

it('weighs by size, keeps the order of the layers, and leaves out what is not known', () => {
  expect(layerMeans([tensor(null, 5, 9), tensor(1, 1, 1, 0.5), tensor(1, 3, 5), tensor(0, 2, null)])).toEqual([
    { layer: 0, fisherGeneral: null, fisherDomain: null, alignment: null },
    { layer: 1, fisherGeneral: 4, fisherDomain: null, alignment: 0.5 },
    { layer: null, fisherGeneral: 9, fisherDomain: null, alignment: null },
  ]);
  expect(layerMeans([])).toEqual([]);
});
