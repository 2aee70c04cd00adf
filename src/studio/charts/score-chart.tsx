import { useState } from 'react';
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { ToggleButton } from 'react-aria-components';
import type { ScoreHistogram } from '../../core/gaprune/score-histogram';
import { formatCount, formatMeasure, formatShare, formatShortCount } from '../format';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { axis, height, margin, tip, xHeight, yWidth } from './axes';
import { ChartPanel } from './chart-panel';
import { ThresholdLine } from './threshold-line';

const { scores } = text.charts;

/** How the scores of the candidates are spread, and where the cut lies; the line can be drawn to another place. */
export function ScoreChart({ histogram }: { readonly histogram: ScoreHistogram }) {
  const plan = usePrune((state) => state.plan);
  const [isLog, setLog] = useState(false);
  const { edges, counts, pruned, threshold } = histogram;
  const rows = counts.map((count, bin) => ({ bin, pruned: pruned[bin] ?? 0, kept: count - (pruned[bin] ?? 0), count }));
  // On a log axis stacked bars would lie: there, a bin has the colour of the larger part.
  const shown = isLog ? rows.map((row) => ({ ...row, ...wholeBin(row) })) : rows;
  const edge = (bin: number): string => formatMeasure(edges[bin] ?? 0);
  const ticks = [0, 1, 2, 3, 4].map((quarter) => Math.min(counts.length - 1, Math.round((quarter * counts.length) / 4)));
  const cut = threshold === null ? text.common.none : formatMeasure(threshold);
  return (
    <ChartPanel
      title={scores.title}
      label={scores.label(formatCount(plan?.zeros ?? 0), formatCount(plan?.total ?? 0), cut)}
      note={scores.drag}
      keys={[
        { label: scores.pruned, colour: 'var(--series-alignment)' },
        { label: scores.kept, colour: 'var(--series-general)' },
      ]}
      controls={
        <ToggleButton className="chip" isSelected={isLog} onChange={setLog}>
          {scores.logCounts}
        </ToggleButton>
      }
      table={{
        columns: [scores.columns.from, scores.columns.to, scores.columns.count, scores.columns.pruned],
        rows: rows
          .filter(({ count }) => count > 0)
          .map(({ bin, count, pruned: go }) => ({
            key: String(bin),
            cells: [edge(bin), edge(bin + 1), formatCount(count), formatCount(go)],
          })),
      }}
    >
      <div className="score-plot">
        <ResponsiveContainer width="100%" height={height}>
          <BarChart data={shown} margin={margin} barCategoryGap={0} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis {...axis} height={xHeight} dataKey="bin" ticks={ticks} interval={0} tickFormatter={(bin) => edge(Number(bin))} />
            <YAxis
              {...axis}
              width={yWidth}
              axisLine={false}
              scale={isLog ? 'log' : 'linear'}
              domain={isLog ? [0.5, 'auto'] : [0, 'auto']}
              allowDataOverflow
              tickFormatter={(count) => formatShortCount(Number(count))}
            />
            <Tooltip
              {...tip}
              formatter={(count) => formatCount(Number(count))}
              labelFormatter={(bin) => `${edge(Number(bin))} – ${edge(Number(bin) + 1)}`}
            />
            <Bar dataKey="pruned" name={scores.pruned} stackId="scores" fill="var(--series-alignment)" isAnimationActive={false} />
            <Bar dataKey="kept" name={scores.kept} stackId="scores" fill="var(--series-general)" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
        <ThresholdLine histogram={histogram} valueText={(sparsity) => scores.thresholdValue(formatShare(sparsity), cut)} />
      </div>
    </ChartPanel>
  );
}

function wholeBin({ pruned, count }: { readonly pruned: number; readonly count: number }): { pruned: number | null; kept: number | null } {
  const goes = pruned * 2 > count;
  const shown = count === 0 ? null : count;
  return { pruned: goes ? shown : null, kept: goes ? null : shown };
}
