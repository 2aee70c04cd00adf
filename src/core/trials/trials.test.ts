import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomInputs, randomStatistics } from '../../../tests/support/statistics';
import { loadTokenizer } from '../data/tokenizer';
import { CancelledError } from '../errors';
import { Bench } from '../evaluate/bench';
import { heldOutFromTriplets } from '../evaluate/held-out';
import { Pruner } from '../gaprune/pruner';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { CONTENDERS, describeContender, takesInputs } from './contenders';
import { coarseFirst, evenSparsities, measureCurve } from './curve';
import { InvalidEvidenceError, readEvidence } from './evidence-file';
import type { TrialFigures } from './figures';
import { largestSparsity } from './largest-sparsity';
import { pick, recommend } from './recommend';
import { measureSensitivity, suggestOverrides } from './sensitivity';
import { splitQueries } from './split-queries';
import { TrialBench } from './trial-bench';

const model = openFixture('tiny-bert');
const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
const pruner = new Pruner(model, randomStatistics(model, 9));
pruner.useInputs(randomInputs(model, 2));
const set = (word: string) =>
  heldOutFromTriplets({
    fileName: word,
    triplets: Array.from({ length: 10 }, (_, i) => ({ query: `${word} ${i}`, positive: `a ${word}, number ${i}`, negative: `not ${i}` })),
  });
const settings = { scoring: scoringSettings.parse({}), mask: maskSettings.parse({ layers: ['linear'] }), update: false };

let device: Device;
let trials: TrialBench;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
  trials = new TrialBench(new Bench(device, model, tokenizer, 24), model, pruner, { general: set('market'), domain: set('enzyme') });
});
afterAll(() => device.destroy());

describe('measureCurve', () => {
  const plan = { ...settings, methods: ['magnitude', 'wanda'] as const, sparsities: evenSparsities(4, 0.9) };

  it('has every point once, exact counts, and the dense model at 0', async () => {
    const points = await measureCurve(trials, plan, []);
    expect(points.map(({ method, sparsity }) => [method, sparsity])).toEqual([
      ['magnitude', 0], ['magnitude', 0.9], ['magnitude', 0.3], ['magnitude', 0.6],
      ['wanda', 0], ['wanda', 0.9], ['wanda', 0.3], ['wanda', 0.6],
    ]); // prettier-ignore
    for (const { sparsity, figures } of points) expect(figures.zeros).toBe(Math.floor(figures.total * sparsity));
    expect(points[0]!.figures.general).toMatchObject({ share: 1, similarity: 1, difference: null });
    expect(points[1]!.figures.general.similarity).toBeLessThan(points[2]!.figures.general.similarity);
  });

  it('goes on where it was stopped, to the same points', async () => {
    const stop = new AbortController();
    const known: Awaited<ReturnType<typeof measureCurve>> = [];
    const first = measureCurve(trials, plan, [], {
      signal: stop.signal,
      onPoint: (point) => {
        if (known.push(point) === 3) stop.abort();
      },
    });
    await expect(first).rejects.toThrow(CancelledError);
    expect(known.length).toBe(3);
    const added: unknown[] = [];
    const whole = await measureCurve(trials, plan, known, { onPoint: (point) => void added.push(point) });
    expect(added.length).toBe(5);
    expect(whole).toEqual(await measureCurve(trials, plan, []));
  });

  it('updates what stays where it is asked to', async () => {
    const one = { ...plan, methods: ['magnitude'] as const, sparsities: [0.5] };
    const [plain] = await measureCurve(trials, one, []);
    const both = await measureCurve(trials, { ...one, update: true }, [plain!]);
    expect(both.length).toBe(2);
    expect(both[1]!.figures.zeros).toBe(plain!.figures.zeros);
    expect(both[1]!.figures.domain.similarity).not.toBe(plain!.figures.domain.similarity);
  });

  it('orders points from coarse to fine, each once', () => {
    expect(coarseFirst([0, 1, 2, 3, 4, 5, 6])).toEqual([0, 6, 3, 1, 4, 2, 5]);
    expect(coarseFirst([7])).toEqual([7]);
    expect(evenSparsities(20)).toHaveLength(20);
    expect(evenSparsities(20)).toEqual([...new Set(evenSparsities(20))]);
  });
});

describe('largestSparsity', () => {
  it('finds where quality crosses the share, to a hundredth', async () => {
    const { sparsity, tried } = await largestSparsity(trials, settings, 0.9);
    const kept = (figures: TrialFigures): number => Math.min(figures.general.share, figures.domain.share);
    const at = (wanted: number) => tried.find((point) => Math.abs(point.sparsity - wanted) < 1e-9);
    expect(tried.length).toBeLessThanOrEqual(7);
    if (sparsity > 0) expect(kept(at(sparsity)!.figures)).toBeGreaterThanOrEqual(0.9);
    if (sparsity < 0.95) expect(kept(at(sparsity + 0.01)!.figures)).toBeLessThan(0.9);
    expect((await largestSparsity(trials, settings, 0)).sparsity).toBeCloseTo(0.95);
  });
});

const row = (target: string, loss: number) => {
  const figures = { ndcg10: { mean: 0, low: 0, high: 0 }, share: 1 - loss, difference: null, similarity: 1 };
  return { target, size: 1000, sparsity: 0.5, figures: { zeros: 500, total: 1000, general: figures, domain: figures } };
};

describe('sensitivity', () => {
  it('prunes each layer and each kind of matrix alone', async () => {
    const rows = await measureSensitivity(trials, model, settings, []);
    expect(rows.map(({ target }) => target)).toEqual(['layer:0', 'layer:1', 'attention', 'mlp']);
    for (const { size, figures } of rows) expect([figures.total, figures.zeros]).toEqual([size, size / 2]);
    const again: unknown[] = [];
    expect(await measureSensitivity(trials, model, settings, rows, { onRow: (row) => void again.push(row) })).toEqual(rows);
    expect(again).toEqual([]);
  });

  it('suggests less for layers that lose more, and the sparsity asked for in all', () => {
    const shares = suggestOverrides([row('layer:0', 0.04), row('layer:1', 0.02), row('layer:2', 0.02), row('mlp', 0.9)], 0.5);
    expect(shares.map(({ target }) => target)).toEqual(['layer:0', 'layer:1', 'layer:2']);
    const [a = 0, b = 0, c = 0] = shares.map(({ sparsity }) => sparsity);
    expect(b / a).toBeCloseTo(2, 2);
    expect(b).toBe(c);
    expect((a + b + c) / 3).toBeCloseTo(0.5, 3);
  });

  it('stays within bounds, and takes noise for no loss', () => {
    const shares = suggestOverrides([row('layer:0', 1), row('layer:1', 0), row('layer:2', -0.01)], 0.9).map(({ sparsity }) => sparsity);
    expect(shares.every((share) => share >= 0.05 && share <= 0.95)).toBe(true);
    expect(shares[1]).toBe(shares[2]);
    expect(suggestOverrides([row('layer:0', 1)], 0.5)).toEqual([]);
  });
});

describe('recommend', () => {
  const halves = { general: splitQueries(set('market'), 1), domain: splitQueries(set('enzyme'), 1) };
  const part = (of: 'validation' | 'test') =>
    new TrialBench(new Bench(device, model, tokenizer, 24), model, pruner, { general: halves.general[of], domain: halves.domain[of] });

  it('tries what there is time for, picks by the rule, and confirms on other queries', async () => {
    let clock = 0;
    let provided = 0;
    const shown: unknown[] = [];
    const { tried, untried, winner, confirmation } = await recommend(
      {
        ...{ validation: part('validation'), test: part('test'), mask: settings.mask, contenders: CONTENDERS, budgetMs: 35 },
        now: () => (clock += 10),
        provideInputs: () => {
          provided += 1;
          return Promise.resolve();
        },
      },
      { onTried: (one) => shown.push(one) },
    );
    expect(shown).toEqual(tried);
    expect(tried.length + untried.length).toBe(CONTENDERS.length);
    expect(tried.length).toBeGreaterThanOrEqual(2);
    expect(provided).toBe(tried.some(takesInputs) ? 1 : 0);
    expect(winner).toBe(pick(tried));
    expect(confirmation.winner.zeros).toBe(confirmation.magnitude.zeros);
    expect(confirmation.againstMagnitude.general.p).toBeGreaterThan(0);
  });

  it('takes the simpler of two that are as good, and the better where it is better', () => {
    const { figures } = row('mlp', 0);
    const tried = (...shares: readonly (readonly [number, number])[]) =>
      shares.map(([domain, general]) => ({
        ...CONTENDERS[0]!,
        figures: { ...figures, domain: { ...figures.domain, share: domain }, general: { ...figures.general, share: general } },
      }));
    const near = tried([0.98, 0.97], [0.99, 0.9715], [1.2, 0.9]);
    expect(pick(near)).toBe(near[0]);
    const better = tried([0.98, 0.97], [0.975, 0.98]);
    expect(pick(better)).toBe(better[1]);
  });

  it('describes contenders by what tells them apart', () => {
    expect(new Set(CONTENDERS.map(describeContender)).size).toBe(CONTENDERS.length);
    expect(describeContender(CONTENDERS[5]!)).toBe('Balanced, damping 0.3, weight update');
  });

  it('splits queries into halves over the same documents', () => {
    const { validation, test } = halves.general;
    expect([...validation.queries, ...test.queries].sort()).toEqual([...set('market').queries].sort());
    expect(validation.documents).toEqual(test.documents);
    test.queries.forEach((query, at) =>
      expect(test.documents[[...test.relevant[at]!][0]!]).toBe(`a market, number ${query.split(' ')[1]!}`),
    );
    expect(() => splitQueries({ ...set('x'), queries: ['a', 'b'] }, 0)).toThrow(/10 queries at least/);
  });
});

describe('readEvidence', () => {
  it('refuses what belongs to other settings, and what is damaged', () => {
    const heldOut = { general: '1', domain: '2' };
    const { scoring, mask } = settings;
    const file = { version: 1, key: 'a', program: 'p', device: 'd', scoring, mask, heldOut, points: [], sensitivity: [], largest: null };
    expect(readEvidence(JSON.stringify(file), 'a', 'evidence.json')).toEqual(file);
    expect(() => readEvidence(JSON.stringify(file), 'b', 'evidence.json')).toThrow(
      /belong to another run, other settings or other records/,
    );
    for (const bad of ['{', '{}', JSON.stringify({ ...file, points: [{}] })])
      expect(() => readEvidence(bad, 'a', 'evidence.json')).toThrow(InvalidEvidenceError);
  });
});
