import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DATA, MODELS, Workplace, gaprune } from '../../tests/support/cli';
import { readRunManifest } from '../core/export/run-manifest';
import { float32Values, readSafetensors, writeSafetensors } from '../core/export/safetensors';

const place = new Workplace();
afterAll(() => place.remove());
const model = join(MODELS, 'tiny-bert');
const data = ['--general', join(DATA, 'general-example.json'), '--domain', join(DATA, 'chem-example.json')];

const takeIn = (statistics: string, output: string) =>
  gaprune(place.folder, 'import', '--model', model, '--statistics', statistics, ...data, '--output', output);
const prune = (run: string, ...how: string[]) =>
  gaprune(place.folder, 'prune', '--run', run, '--model', model, '--output', `pruned-${run}`, '--sparsity', '0.5', '--no-card', ...how);

beforeAll(async () => {
  const run = await gaprune(place.folder, 'analyze', '--model', model, ...data, '--max-samples', '8', '--max-length', '32', '--device', 'wasm', '--output', 'run'); // prettier-ignore
  expect(run).toMatchObject({ code: 0 });
});

/** A NumPy array of float32, as `numpy.save` writes it. */
function npy(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`.padEnd(117) + '\n';
  const start = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([header.length, 0]), Buffer.from(header)]);
  return Buffer.concat([start, bytes]);
}

it('what we write is read again, and gives the same model', async () => {
  const imported = await takeIn(join('run', 'statistics.safetensors'), 'ours');
  expect(imported.out).toMatch(/^Statistics of (\d+) of \1 weights are a run now/);
  for (const name of ['run', 'ours']) expect(await prune(name, '--method', 'dai')).toMatchObject({ code: 0, err: '' });
  expect(place.read('pruned-ours', 'onnx/model.onnx')).toEqual(place.read('pruned-run', 'onnx/model.onnx'));
  const [ours, theirs] = ['ours', 'run'].map((name) => readRunManifest(readFileSync(place.path(name, 'run.json'), 'utf8')));
  expect(ours).toMatchObject({ device: 'imported', generalData: theirs?.generalData, domainData: theirs?.domainData });
  ours?.tensors.forEach(({ tensorAlignment }, i) => expect(tensorAlignment).toBeCloseTo(theirs?.tensors[i]?.tensorAlignment ?? NaN, 6));
});

it('folders of the reference are read, and give the same model by Fisher information', async () => {
  const { tensors } = readSafetensors(place.read('run', 'statistics.safetensors'));
  for (const set of ['general', 'domain']) {
    const folder = place.path('reference', `${set === 'general' ? 'general' : 'chem'}_fisher_complete_scores_20250101_120000_tensors`);
    mkdirSync(folder, { recursive: true });
    for (const [key, { shape, bytes }] of tensors) {
      const name = key.startsWith(`fisher_${set}/`) ? key.slice(`fisher_${set}/`.length) : null;
      if (name !== null) writeFileSync(join(folder, `${name}.npy`), npy(shape, bytes));
    }
  }
  expect(await takeIn('reference', 'theirs')).toMatchObject({ code: 0, err: '' });
  for (const name of ['run', 'theirs'])
    expect(await prune(name, '--method', 'fisher', '--output', `fisher-${name}`)).toMatchObject({ code: 0 });
  expect(place.read('fisher-theirs', 'onnx/model.onnx')).toEqual(place.read('fisher-run', 'onnx/model.onnx'));
});

it.each([
  ['negative Fisher information', (values: Float32Array) => values.fill(-1, 3, 4), 'Element 3 is -1'],
  ['a number that is none', (values: Float32Array) => values.fill(NaN, 0, 1), 'Element 0 is NaN'],
] as const)('%s is refused with its place', async (what, spoil, message) => {
  const { tensors } = readSafetensors(place.read('run', 'statistics.safetensors'));
  const arrays = [...tensors].map(([name, array]) => ({
    name,
    shape: array.shape,
    data: (float32Values(array) ?? new Float32Array()).slice(),
  }));
  const spoiled = arrays.find(({ name }) => name.startsWith('fisher_domain/'));
  if (spoiled !== undefined) spoil(spoiled.data);
  const file = place.path(`${what}.safetensors`);
  writeFileSync(file, Buffer.concat(writeSafetensors(arrays)));
  const refused = await takeIn(file, 'nowhere');
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(message);
  expect(refused.err).toContain(spoiled?.name);
});

it('a folder without statistics is refused', async () => {
  expect((await takeIn(model, 'nowhere')).err).toContain('There is no safetensors file');
});
