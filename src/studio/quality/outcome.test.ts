import { describe, expect, it } from 'vitest';
import type { ComparisonReport } from '../../core/evaluate/report';
import { outcome } from './outcome';

function report(before: number, after: number, p: number): ComparisonReport {
  const point = (mean: number) => ({ mean, low: mean, high: mean });
  const of = (mean: number) => ({ set: 'set.json', queries: 3, corpus: 3, metrics: { ndcg10: point(mean) } });
  return { dense: of(before), changed: of(after), differences: { ndcg10: { ...point(after - before), p } }, similarity: 1 };
}

describe('outcome', () => {
  it('says what is kept, and whether it may be chance', () => {
    expect(outcome('domain', report(0.466, 0.455, 0.088))).toBe(
      'On the domain set, nDCG@10 goes from 0.466 to 0.455: 97.6% of the dense model. The difference may be chance (p = 0.088).',
    );
    expect(outcome('general', report(0.5, 0.25, 0.0001))).toMatch(
      /50\.0% of the dense model\. The difference is more than chance \(p < 0\.001\)\./,
    );
    expect(outcome('general', report(0.5, 0.5, 1))).toMatch(/100\.0% of the dense model\. Nothing changed\./);
  });

  it('says nothing without figures', () => {
    const { dense, ...rest } = report(0.5, 0.5, 1);
    expect(outcome('general', { ...rest, dense: { ...dense, metrics: {} } })).toBeNull();
  });
});
