import { describe, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { randomStatistics } from '../../../tests/support/statistics';
import { Pruner } from '../gaprune/pruner';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { CONTENDERS } from '../trials/contenders';
import { reportFiles } from './report-files';
import type { ReportInput } from './report';

const model = { ...openFixture('tiny-bert'), name: '<script>alert("x")</script> | *bold*' };
const scoring = scoringSettings.parse({ method: 'magnitude' });
const mask = maskSettings.parse({ layers: ['linear'] });
const estimate = { mean: 0.5, low: 0.4, high: 0.6 };
const compared = { ...estimate, p: 0.02 };
const of = (share: number) => ({ ndcg10: estimate, share, difference: compared, similarity: 0.9 });
const figures = { zeros: 1, total: 2, general: of(0.9), domain: of(0.8) };
const quality = {
  ...{ dense: { set: '</p><img src=x onerror=alert(1)>', queries: 5, corpus: 9, metrics: { ndcg10: estimate } } },
  ...{ changed: { set: 's', queries: 5, corpus: 9, metrics: { ndcg10: estimate } }, differences: { ndcg10: compared }, similarity: 0.99 },
};
const winner = { ...CONTENDERS[0]!, figures };

function input(elapsedMs: number): ReportInput {
  const data = { fileName: 'a&b.json', sha256: 'f'.repeat(64), records: 3, fields: null, leftOut: 0, heldOut: 0, sample: null };
  return {
    model,
    manifest: {
      ...{ version: 1, program: 'p', settings: analysisSettings.parse({}), modelFiles: { 'model.onnx': 'e'.repeat(64) } },
      ...{ generalData: data, domainData: data, device: 'wasm', elapsedMs, pairs: 1, tensors: [] },
      losses: { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] },
    },
    ...{ scoring, mask, plan: new Pruner(model, randomStatistics(model, 1)).plan(scoring, mask).plan, change: null },
    quality: { general: quality, domain: quality },
    points: [0.9, 0, 0.5].map((sparsity) => ({ method: 'magnitude', update: false, sparsity, figures })),
    sensitivity: [{ target: 'layer:0', size: 10, sparsity: 0.5, figures }],
    recommendation: {
      ...{ rule: 'the rule', tried: [winner], untried: [], winner },
      confirmation: { dense: figures, magnitude: figures, winner: figures, againstMagnitude: { general: compared, domain: compared } },
    },
  };
}

describe('reportFiles', () => {
  it('gives the same bytes for the same measurements, however long they took and in whatever order they came', () => {
    const first = input(1);
    expect(reportFiles({ ...input(99), points: [...first.points].reverse() })).toEqual(reportFiles(first));
  });

  it('holds settings, hashes, counts, figures and the commands that repeat it', () => {
    const files = reportFiles(input(1));
    const report = JSON.parse(files.get('report.json')!) as Record<string, unknown>;
    expect(report).toMatchObject({
      scoring,
      mask,
      model: { files: { 'model.onnx': 'e'.repeat(64) } },
      plan: { zeros: 8192, total: 16384 },
    });
    for (const name of ['report.html', 'report.md'] as const) {
      const text = files.get(name)!;
      for (const part of ['8,192 of 16,384', 'f'.repeat(64), 'gaprune prune --run', '80.0 %', 'the rule', '0.020'])
        expect(text).toContain(part);
    }
    expect(files.get('report.html')!.match(/<svg /g)).toHaveLength(2);
  });

  it('runs nothing and lets no name out of its text', () => {
    const files = reportFiles(input(1));
    const html = files.get('report.html')!;
    expect(html).not.toMatch(/<script|<img|javascript:|\son\w+="/i);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(html).toContain("default-src 'none'");
    expect(files.get('report.md')).toContain('\\<script\\>alert("x")\\</script\\> \\| \\*bold\\*');
  });
});
