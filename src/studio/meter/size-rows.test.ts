import { expect, test } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { summarizeModel } from '../../core/model/summary';
import { bytes } from '../../core/units';
import { sizeRows } from './size-rows';

const model = { ...summarizeModel(openFixture('tiny-bert')), precision: 'float32' };

test('each state of the model has a size on disk and one compressed, in the same terms', () => {
  const sizes = {
    original: { dense: bytes(1000), compressed: bytes(900) },
    pruned: { dense: bytes(1000), compressed: bytes(700) },
  };
  expect(sizeRows(model, 100, sizes)).toEqual([
    { key: 'original', dense: 1000, compressed: 900 },
    { key: 'pruned', dense: 1000, compressed: 700 },
    { key: 'structural', dense: 600, compressed: 540 },
  ]);
  expect(sizeRows({ ...model, precision: 'float16' }, 100, sizes)[2]).toMatchObject({ dense: 800 });
  expect(sizeRows(model, 0, null)).toMatchObject([{ dense: model.sizeBytes, compressed: null }, {}, { dense: model.sizeBytes }]);
});
