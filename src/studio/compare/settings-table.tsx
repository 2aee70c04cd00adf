import { formatBytes, formatCount, formatShare } from '../format';
import type { Pinned } from '../stores/compare-store';
import { usePrune } from '../stores/prune-store';
import { useQuality } from '../stores/quality-store';
import { useSizes } from '../stores/sizes-store';
import { text } from '../text';
import { differences } from './differences';
import { qualityRows } from './quality-rows';

const words = text.compare;

/** What A and B come to, and the settings that differ. */
export function SettingsTable({ pinned }: { readonly pinned: Pinned }) {
  const { scoring, mask, plan, planned } = usePrune();
  const { sizes, measured } = useSizes();
  const qualities = useQuality((state) => state.measured);
  const different = differences(pinned.settings, { scoring, mask });
  const zeros = (counts: { readonly zeros: number; readonly total: number } | null): string =>
    counts === null ? text.common.unknown : `${formatCount(counts.zeros)} (${formatShare(counts.zeros / Math.max(1, counts.total))})`;
  const size = (of: typeof sizes): string => (of === null ? text.common.unknown : formatBytes(of.pruned.compressed));
  const rows = [
    { setting: words.zeros, a: zeros(pinned.plan), b: zeros(plan), isDifferent: false },
    { setting: words.size, a: size(pinned.sizes), b: size(measured === planned ? sizes : null), isDifferent: false },
    ...qualityRows(qualities, pinned.settings, { scoring, mask }),
    ...different.map((row) => ({ ...row, isDifferent: true })),
  ];
  return (
    <div className="table-frame">
      <table className="compare-table">
        <caption className="visually-hidden">{words.title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.setting}</th>
            <th scope="col">{words.a}</th>
            <th scope="col">{words.b}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ setting, a, b, isDifferent }) => (
            <tr key={setting} className={isDifferent ? 'different' : ''}>
              <th scope="row">
                {setting} {isDifferent && <span className="visually-hidden">{words.differs}</span>}
              </th>
              <td>{a}</td>
              <td>{b}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {different.length === 0 && <p className="help">{words.same}</p>}
    </div>
  );
}
