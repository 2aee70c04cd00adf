import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATA, MODELS, type Outcome, Workplace, gaprune } from '../../tests/support/cli';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { weightOf } from '../core/model/weight-patch';
import { readFolder } from './files';

const place = new Workplace();
afterAll(() => place.remove());
const BERT = join(MODELS, 'tiny-bert');
const SETS = ['--general', join(DATA, 'general-example.json'), '--domain', join(DATA, 'chem-example.json')];
const run = (command: string, ...more: string[]): Promise<Outcome> =>
  gaprune(place.folder, command, '--model', BERT, '--run', 'run', '--json', '--sparsity', '0.5', '--layers', 'linear', ...more);
const open = (folder: string) => openEmbeddingModel('model', readFolder(folder).files);
const zeros = (folder: string): number =>
  open(folder)
    .parameters.filter(({ types, shape }) => types.includes('linear') && shape.length === 2)
    .reduce((sum, parameter) => sum + weightOf(open(folder), parameter).filter((x) => x === 0).length, 0);

beforeAll(async () => {
  const settings = ['--max-samples', '8', '--max-length', '64', '--device', 'wasm', '--quiet'];
  const { code } = await gaprune(place.folder, 'analyze', '--model', BERT, ...SETS, '--output', 'run', ...settings);
  expect(code).toBe(0);
}, 60_000);

describe('gaprune recover', () => {
  it('trains what stays and writes a model with the same zeros', async () => {
    const training = ['--steps', '4', '--batch-size', '4', '--learning-rate', '1e-3', '--check-every', '2', '--device', 'wasm'];
    const { code, out, err } = await run('recover', ...SETS, '--output', 'recovered', ...training);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { zerosInFile, zeros: planned, bestStep, checks } = JSON.parse(out) as Record<string, unknown>;
    expect(zerosInFile).toBe(planned);
    expect(zeros(place.path('recovered'))).toBe(planned);
    expect(checks).toHaveLength(3);
    expect(place.json('recovered', 'recovery.json')).toMatchObject({ bestStep, settings: { steps: 4, learningRate: 0.001 } });
  });

  it.each([
    [['--batch-size', '64'], /A batch of 64 takes as many records to train on/],
    [['--steps', '0'], /Steps must be between 1 and 100000, not 0/],
  ])('refuses %j', async (more, message) => {
    const { code, err } = await run('recover', ...SETS, '--output', 'refused', '--device', 'wasm', ...more);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});

describe('gaprune prune --update', () => {
  it('changes the weights that stay and keeps the zeros of the mask', async () => {
    const plain = await run('prune', '--output', 'plain', '--method', 'fisher');
    const updated = await run('prune', '--output', 'updated', '--method', 'fisher', '--update', ...SETS);
    expect([plain.code, updated.code, updated.err]).toEqual([0, 0, '']);
    expect(zeros(place.path('updated'))).toBe(zeros(place.path('plain')));
    expect(place.read('updated', 'onnx/model.onnx')).not.toEqual(place.read('plain', 'onnx/model.onnx'));
  });

  it('asks for the data', async () => {
    expect((await run('prune', '--output', 'none', '--update')).err).toMatch(/give --general and --domain/);
  });
});

describe('gaprune curve', () => {
  const held = ['--general-test', 'general-test.json', '--domain-test', 'domain-test.json', '--device', 'wasm'];
  const records = (word: string) =>
    Array.from({ length: 12 }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word}, number ${i}`, negative: `not ${i}` }));
  beforeAll(() => {
    writeFileSync(place.path('general-test.json'), JSON.stringify(records('market')));
    writeFileSync(place.path('domain-test.json'), JSON.stringify(records('enzyme')));
  });

  it('keeps its points in the run and measures no point twice', async () => {
    const few = await run('curve', ...held, '--methods', 'magnitude', '--points', '2');
    expect([few.code, few.err]).toEqual([0, '']);
    const first = place.json('run', 'evidence.json') as { readonly points: readonly object[] };
    const more = await run('curve', ...held, ...SETS, '--methods', 'magnitude,wanda', '--points', '3', '--sensitivity', '--keep', '0.9');
    expect([more.code, more.err]).toEqual([0, '']);
    const { points, sensitivity, largest } = JSON.parse(more.out) as Record<string, readonly object[]>;
    expect(points).toHaveLength(6);
    expect(points?.slice(0, 2)).toEqual(first.points);
    expect(sensitivity).toHaveLength(4);
    expect(largest).toMatchObject({ method: 'dai', keep: 0.9 });
  });

  it('recommends settings, tried on one half of the queries and confirmed on the other', async () => {
    const { code, err, out } = await run('recommend', ...held, ...SETS, '--seconds', '0');
    expect([code, err]).toEqual([0, '']);
    const found = JSON.parse(out) as { readonly tried: readonly object[]; readonly confirmation: object };
    expect(found.tried).toHaveLength(2);
    expect(found.confirmation).toHaveProperty('againstMagnitude.domain.p');
    expect(place.json('run', 'recommendation.json')).toEqual(found);
  });

  it('reports all of it in three formats, with the same bytes every time', async () => {
    const report = (output: string, ...more: string[]) => run('report', ...held, ...more, '--output', output);
    const { code, err, out } = await report('report');
    expect([code, err]).toEqual([0, '']);
    const again = await report('again');
    expect(again.out).toBe(out);
    for (const name of ['report.json', 'report.html', 'report.md'])
      expect(Buffer.compare(place.read('again', name), place.read('report', name)), name).toBe(0);
    const found = place.json('report', 'report.json') as { readonly curve: object[]; readonly quality: object };
    expect(JSON.parse(out)).toEqual(found);
    expect(found.curve).toHaveLength(6);
    expect(found).toHaveProperty('quality.domain.changed.metrics.ndcg10.mean');
    expect(found).toHaveProperty('recommendation.winner');
    expect(new TextDecoder().decode(place.read('report', 'report.html'))).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    const other = await report('other', '--domain-share', '0.3');
    expect(other.err).toMatch(/belong to another run, other settings or other records/);
  });
});
