import type { ComparisonReport } from '../../core/evaluate/report';
import type { DataRole } from '../../core/engine/types';
import { formatShare } from '../format';
import { text } from '../text';

/** Below this, a difference is called more than chance. */
const SIGNIFICANT = 0.05;

export const figure = (value: number): string => value.toFixed(3);
/** With its sign, but for what rounds to 0. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(3);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}
export const chance = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`);

/** What a measurement says, in plain sentences; null for a set without retrieval figures. */
export function outcome(role: DataRole, { dense, changed, differences }: ComparisonReport): string | null {
  const [before, after, difference] = [dense.metrics.ndcg10, changed.metrics.ndcg10, differences.ndcg10];
  if (before === undefined || after === undefined || difference === undefined) return null;
  const share = before.mean === 0 ? 1 : after.mean / before.mean;
  const kept = text.quality.kept(role, figure(before.mean), figure(after.mean), formatShare(share));
  if (difference.mean === 0 && difference.p === 1) return `${kept} ${text.quality.same}`;
  return `${kept} ${difference.p < SIGNIFICANT ? text.quality.significant(chance(difference.p)) : text.quality.chance(chance(difference.p))}`;
}
