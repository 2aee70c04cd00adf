import type { Quality } from '../../core/engine/quality-types';
import type { PruneSettings } from '../../core/engine/tuning-types';
import type { DataRole } from '../../core/engine/types';
import { formatShare } from '../format';
import { figure } from '../quality/outcome';
import { keyOfSettings } from '../stores/quality-store';
import { text } from '../text';

interface QualityRow {
  readonly setting: string;
  readonly a: string;
  readonly b: string;
  readonly isDifferent: false;
}

/** nDCG@10 of A and B on both held-out sets, with the share of the dense model's; a dash where it has not been measured. */
export function qualityRows(measured: Readonly<Record<string, Quality>>, a: PruneSettings, b: PruneSettings): QualityRow[] {
  const of = (settings: PruneSettings, role: DataRole): string => {
    const report = measured[keyOfSettings(settings)]?.[role];
    const [dense, pruned] = [report?.dense.metrics.ndcg10, report?.changed.metrics.ndcg10];
    if (dense === undefined || pruned === undefined) return text.common.unknown;
    return text.compare.kept(figure(pruned.mean), formatShare(dense.mean === 0 ? 1 : pruned.mean / dense.mean));
  };
  return (['domain', 'general'] as const).map((role) => ({
    setting: text.compare.quality[role],
    a: of(a, role),
    b: of(b, role),
    isDifferent: false,
  }));
}
