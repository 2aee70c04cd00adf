import type { ModelSummary } from '../../core/engine/types';
import { addOverlaps, intersectionOverUnion, type TensorOverlap } from '../../core/gaprune/compare';
import { formatCount, formatShare } from '../format';
import { useHighlight } from '../stores/highlight-store';
import { text } from '../text';
import { Facts } from '../ui/facts';
import { Panel } from '../ui/panel';
import { mostDifferent, overlapMap } from './overlap-map';

const words = text.compare;
const TOP = 10;

interface OverlapPanelProps {
  readonly model: ModelSummary;
  readonly overlaps: readonly TensorOverlap[];
}

/** How far the two masks agree: over all, by layer and kind, and matrix by matrix. */
export function OverlapPanel({ model, overlaps }: OverlapPanelProps) {
  const { highlight, clearHighlight } = useHighlight();
  const all = addOverlaps(overlaps);
  const { kinds, rows } = overlapMap(model, overlaps);
  const largest = Math.max(1e-9, ...rows.flatMap(({ cells }) => cells.map((cell) => cell ?? 0)));
  return (
    <Panel title={words.overlap}>
      <Facts
        facts={[
          { label: words.facts.iou, value: formatShare(intersectionOverUnion(all)) },
          { label: words.facts.both, value: formatCount(all.both) },
          { label: words.facts.onlyA, value: formatCount(all.onlyA) },
          { label: words.facts.onlyB, value: formatCount(all.onlyB) },
        ]}
      />
      <h4>{words.map}</h4>
      <div className="table-frame">
        <table className="overlap-map" onMouseLeave={clearHighlight}>
          <caption className="visually-hidden">{words.mapLabel}</caption>
          <thead>
            <tr>
              <th scope="col">{words.layer}</th>
              {kinds.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, layer, cells }) => (
              <tr key={label} onMouseEnter={() => highlight({ layer })}>
                <th scope="row">{label}</th>
                {cells.map((cell, i) => (
                  <td
                    key={kinds[i]?.key}
                    style={{ background: `color-mix(in srgb, var(--accent) ${Math.round((45 * (cell ?? 0)) / largest)}%, var(--surface))` }}
                  >
                    {cell === null ? text.common.unknown : formatShare(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h4>{words.top}</h4>
      <div className="table-frame">
        <table className="compare-table" onMouseLeave={clearHighlight}>
          <caption className="visually-hidden">{words.top}</caption>
          <thead>
            <tr>
              {Object.values(words.columns).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mostDifferent(overlaps, TOP).map((overlap) => (
              <tr key={overlap.name} onMouseEnter={() => highlight({ name: overlap.name })}>
                <th scope="row">{overlap.name}</th>
                <td>{formatShare(intersectionOverUnion(overlap))}</td>
                <td>{formatCount(overlap.onlyA)}</td>
                <td>{formatCount(overlap.onlyB)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
