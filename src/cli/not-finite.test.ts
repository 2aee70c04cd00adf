import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Workplace, gaprune } from '../../tests/support/cli';
import { poisoned } from '../../tests/support/poison';
import { smallAnalysis } from '../../tests/support/small-analysis';
import { readRunManifest } from '../core/export/run-manifest';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { readFolder } from './files';

const place = new Workplace();
afterAll(() => place.remove());

it('a record that nothing finite comes of is named in the run and in what is printed, by its number in the file', async () => {
  const folder = place.model('tiny-bert', 'model');
  const files = new Map([...readFolder(folder).files].map(([path, source]) => [path, source.subarray(0, source.length)]));
  const input = smallAnalysis(openEmbeddingModel('model', files), 24);
  // The first records that are not put aside are not the first of the file.
  const [record, model] = [17, join('model', 'onnx', 'model.onnx')];
  const { model: changed, general, domain } = poisoned(input, 'general', record, 3e38);
  writeFileSync(place.path(model), changed.files.model.subarray(0, changed.files.model.length));
  writeFileSync(place.path('general.json'), JSON.stringify(general.triplets));
  writeFileSync(place.path('domain.json'), JSON.stringify(domain.triplets));
  const { code, out } = await gaprune(
    place.folder,
    ...['analyze', '--model', 'model', '--general', 'general.json', '--domain', 'domain.json', '--output', 'run', '--device', 'wasm'],
    ...['--max-length', '8', '--hold-out', '0.2', '--hold-out-seed', '3'],
  );
  expect(code).toBe(0);
  expect(out).toContain(`record ${record} of the general set gave no finite loss and gradient: left out`);
  const manifest = readRunManifest(readFileSync(place.path('run', 'run.json'), 'utf8'));
  expect(manifest.generalData?.heldOut).toBeGreaterThan(0);
  expect(manifest.notFinite).toEqual([{ set: 'general', records: [record] }]);
});
