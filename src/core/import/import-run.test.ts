import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { finishedRunOf, summarizeRun } from '../engine/finished-run';
import { prepare } from '../engine/prepare';
import { commandLines } from '../export/command';
import { readRunManifest, writeRunManifest } from '../export/run-manifest';
import { writeSafetensors } from '../export/safetensors';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { sizeOf } from '../tensor';
import { importRun } from './import-run';

const settings = analysisSettings.parse({ maxLength: 32 });
const { model, tokenizer } = prepare(openFixture('tiny-bert'), settings);
const WEIGHT = 'encoder.layer.1.intermediate.dense.weight';
const nothing = { general: null, domain: null };

interface Given {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Fisher information of both sets, of every weight, as another program might have measured it. */
function measured(): Given[] {
  const names = ['fisher_general', 'fisher_domain'].flatMap((set) => model.parameters.map((parameter) => [set, parameter] as const));
  return names.map(([set, { name, shape }], at) => ({
    name: `${set}/${name}`,
    shape,
    data: Float32Array.from({ length: sizeOf(shape) }, (_, i) => ((i * 7 + at) % 13) / 13),
  }));
}

const open = async (arrays: readonly Given[]) => {
  const file = new Uint8Array(await new Blob(writeSafetensors(arrays).map((part) => part.slice())).arrayBuffer());
  const { manifest, tensors } = await importRun(model, new Map([['fisher.safetensors', file]]), settings, nothing);
  return finishedRunOf({ model, tokenizer }, manifest, tensors, nothing);
};
const changed = (change: (array: Given) => Given | null): Given[] =>
  measured().flatMap((array) => (array.name === `fisher_domain/${WEIGHT}` ? (change(array) ?? []) : [array]));

describe('statistics of another program', () => {
  it('are a run whose sets are not known, and which is written, read and tuned like any other', async () => {
    const run = await open(measured());
    expect(readRunManifest(writeRunManifest(run.manifest))).toEqual(run.manifest);
    expect(summarizeRun(run)).toMatchObject({
      meanLossGeneral: null,
      imported: { sets: { general: null, domain: null }, hasGradients: false },
    });
    const mask = maskSettings.parse({ sparsity: 0.25 });
    const { total, zeros } = run.pruner.plan(scoringSettings.parse({}), mask).plan;
    expect(zeros).toBe(Math.floor(total / 4));
  });

  it('are taken in again by the command that is copied', async () => {
    const { manifest } = await open(measured());
    const [first] = commandLines(model, manifest, scoringSettings.parse({}), maskSettings.parse({}), 'input');
    expect(first).toBe(
      `gaprune import --model ${model.name} --statistics statistics.safetensors --output ${model.name}-run --max-length 32`,
    );
  });

  it.each([
    ['one weight was not measured', () => measured().filter(({ name }) => !name.endsWith(`/${WEIGHT}`)), 'no statistics of this weight'],
    ['one set lacks a weight', () => changed(() => null), 'for one of the two sets alone'],
    [
      'a weight has another shape',
      () => changed((array) => ({ ...array, shape: [...array.shape].reverse() })),
      'The array has the shape [32, 64]',
    ],
    ['a number is none', () => changed((array) => ({ ...array, data: array.data.slice().fill(NaN, 5, 6) })), 'Element 5 is NaN'],
    [
      'a number is infinite',
      () => changed((array) => ({ ...array, data: array.data.slice().fill(Infinity, 6, 7) })),
      'Element 6 is Infinity',
    ],
    [
      'Fisher information is negative',
      () => changed((array) => ({ ...array, data: array.data.slice().fill(-1, 7, 8) })),
      'Element 7 is -1',
    ],
  ])('are refused by the name of the weight where %s', async (_, arrays, message) => {
    const refused = open(arrays());
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(WEIGHT);
  });

  it('of another model are refused with names of both', async () => {
    const arrays = measured().map((array) => ({ ...array, name: array.name.replace('/', '/decoder.') }));
    await expect(open(arrays)).rejects.toThrow('No name is one of the model');
  });
});
