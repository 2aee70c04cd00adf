import { useMemo } from 'react';
import { formatMeasure } from '../format';
import { useAnalysis } from '../stores/analysis-store';
import { useModel } from '../stores/model-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Term } from '../ui/term';
import { emptyLayers, layersOf, logShare, rangeOf } from './layer-rows';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
const shown = (value: number | null): string => (value === null ? text.common.unknown : formatMeasure(value));

/** Negative to the left of the middle, positive to the right; half the width is `range`. */
function AlignmentBar({ value, range }: { readonly value: number | null; readonly range: number }) {
  const size = Math.min(1, Math.abs(value ?? 0) / range) / 2;
  const isApart = (value ?? 0) < 0;
  return (
    <span className="alignment-bar" aria-hidden="true">
      <span data-sign={isApart ? 'apart' : 'together'} style={{ left: percent(isApart ? 0.5 - size : 0.5), width: percent(size) }} />
    </span>
  );
}

/** Fisher information and alignment of every layer, while they take shape and afterwards. */
export function LayersPanel() {
  const model = useModel(({ summary }) => summary);
  const summary = useAnalysis((state) => state.summary);
  const live = useAnalysis((state) => state.layers);
  const layers = useMemo(() => {
    if (model === null) return [];
    return summary === null ? (live ?? emptyLayers(model)) : layersOf(model, summary);
  }, [model, summary, live]);
  const { title, note, columns, outside } = text.analysis.layers;
  const range = rangeOf(layers.map(({ alignment }) => alignment));
  const length = logShare(layers.flatMap(({ fisherGeneral, fisherDomain }) => [fisherGeneral, fisherDomain]));
  return (
    <Panel title={title} note={note}>
      <div className="table-frame layers-frame">
        <table className="table layers">
          <thead>
            <tr>
              <th scope="col">{columns.layer}</th>
              <th scope="col" className="layer-bars">
                <Term id="fisher">{columns.fisher}</Term>
              </th>
              <th scope="col" className="numeric">
                {columns.general}
              </th>
              <th scope="col" className="numeric">
                {columns.domain}
              </th>
              <th scope="col" className="layer-bars">
                <Term id="alignment">{columns.alignment}</Term> {columns.range(String(range))}
              </th>
              <th scope="col" className="numeric">
                <span className="visually-hidden">{columns.alignment}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {layers.map(({ layer, fisherGeneral, fisherDomain, alignment }) => (
              <tr key={String(layer)}>
                <th scope="row">{layer ?? outside}</th>
                <td>
                  <span className="fisher-bars" aria-hidden="true">
                    <span className="general" style={{ width: percent(length(fisherGeneral)) }} />
                    <span className="domain" style={{ width: percent(length(fisherDomain)) }} />
                  </span>
                </td>
                <td className="numeric">{shown(fisherGeneral)}</td>
                <td className="numeric">{shown(fisherDomain)}</td>
                <td>
                  <AlignmentBar value={alignment} range={range} />
                </td>
                <td className="numeric">{alignment === null ? text.common.unknown : alignment.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
