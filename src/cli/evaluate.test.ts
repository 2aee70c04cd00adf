import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DATA, MODELS, type Outcome, Workplace, gaprune } from '../../tests/support/cli';
import type { ComparisonReport, QualityReport } from '../core/evaluate/report';

const place = new Workplace();
afterAll(() => place.remove());
const DOMAIN = join(DATA, 'chem-example.json');
const [BERT, OTHER] = [join(MODELS, 'tiny-bert'), join(MODELS, 'tiny-distilbert')];
const evaluate = (...more: string[]): Promise<Outcome> => gaprune(place.folder, 'evaluate', '--device', 'wasm', ...more);

describe('gaprune evaluate', () => {
  it('measures a model, in a table and as data', async () => {
    const { code, out, err } = await evaluate('--model', BERT, '--data', DOMAIN, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const report = JSON.parse(out) as QualityReport;
    expect(Object.keys(report.metrics)).toEqual(['ndcg10', 'recall1', 'recall5', 'recall10', 'mrr10', 'accuracy', 'margin']);
    const { mean, low, high } = report.metrics.ndcg10!;
    expect(low <= mean && mean <= high).toBe(true);
    const text = await evaluate('--model', BERT, '--data', DOMAIN);
    expect(text.out).toMatch(new RegExp(`${report.queries} queries among ${report.corpus} documents`));
    expect(text.out).toMatch(new RegExp(`nDCG@10 +${mean.toFixed(4)}`));
  });

  it('compares with a dense model, on BEIR files', async () => {
    const folder = place.path('beir', 'qrels');
    mkdirSync(folder, { recursive: true });
    const documents = Array.from({ length: 12 }, (_, i) => JSON.stringify({ _id: `d${i}`, text: `acid number ${i}` }));
    writeFileSync(place.path('beir', 'corpus.jsonl'), documents.join('\n'));
    writeFileSync(place.path('beir', 'queries.jsonl'), '{"_id":"q","text":"acid"}\n{"_id":"r","text":"number 3"}\n');
    writeFileSync(join(folder, 'test.tsv'), 'query-id\tcorpus-id\tscore\nq\td1\t1\nr\td3\t1\n');
    const { out, err } = await evaluate('--model', BERT, '--dense', OTHER, '--data', place.path('beir'), '--json');
    expect(err).toBe('');
    const { dense, changed, differences, similarity } = JSON.parse(out) as ComparisonReport;
    expect([dense.queries, changed.corpus, Object.keys(differences)]).toEqual([
      2,
      12,
      ['ndcg10', 'recall1', 'recall5', 'recall10', 'mrr10'],
    ]);
    expect(similarity).toBeLessThan(1);
  });

  it('measures without the records that were used, when it is told to', async () => {
    const records = JSON.parse(readFileSync(DOMAIN, 'utf8')) as { query: string }[];
    writeFileSync(place.path('used.json'), JSON.stringify(records.slice(0, 5)));
    const { code, out, err } = await evaluate(
      '--model',
      BERT,
      '--data',
      DOMAIN,
      '--calibration',
      'used.json',
      '--leave-out-used',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: `gaprune: 5 of 20 records of ${DOMAIN} were used and are left out\n` });
    writeFileSync(place.path('others.json'), JSON.stringify(records.slice(5)));
    const others = await evaluate('--model', BERT, '--data', 'others.json', '--calibration', 'used.json', '--json');
    expect({ ...(JSON.parse(out) as QualityReport), set: 'others.json' }).toEqual(JSON.parse(others.out));
  });

  it.each([
    [['--data', DOMAIN, '--calibration', DOMAIN, '--leave-out-used'], /two different positives/],
    [['--data', DOMAIN, '--calibration', DOMAIN], /20 records are in the calibration set .* too/],
    [['--data', 'nowhere.json'], /no such file/],
    [['--data', DOMAIN, '--max-length', '1024'], /takes 512 tokens at most/],
  ])('refuses %j', async (more, message) => {
    const { code, out, err } = await evaluate('--model', BERT, ...more);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
  });
});
