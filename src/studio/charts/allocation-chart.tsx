import { useState } from 'react';
import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, Tooltip, XAxis, YAxis, type BarShapeProps } from 'recharts';
import type { ModelSummary, PrunePlan } from '../../core/engine/types';
import { BUDGETS } from '../../core/gaprune/budget';
import { formatCount, formatShare } from '../format';
import { otherBudget } from '../stores/chart-store';
import { useHighlight } from '../stores/highlight-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { Toggles } from '../ui/toggles';
import { axis, height, margin, tip, xHeight, yWidth } from './axes';
import { ChartPanel } from './chart-panel';
import { partTotals, type PartTotal } from './part-totals';

const { allocation } = text.charts;
const options = [
  { key: 'layer', label: allocation.byLayer },
  { key: 'kind', label: allocation.byType },
] as const;

interface AllocationChartProps {
  readonly model: ModelSummary;
  readonly plan: PrunePlan;
  /** The plan of the other budget, to compare with. */
  readonly other: PrunePlan | null;
}

/** The share of zeros of every layer or kind, beside that of the other budget. */
export function AllocationChart({ model, plan, other }: AllocationChartProps) {
  const [by, setBy] = useState<'layer' | 'kind'>('layer');
  const budget = usePrune(({ mask }) => mask.budget);
  const { layer, kind, highlight, clearHighlight } = useHighlight();
  const others = new Map(other === null ? [] : partTotals(other, model, by).map((part) => [part.key, shareOf(part)]));
  const rows = partTotals(plan, model, by).map((part) => ({ ...part, share: shareOf(part), other: others.get(part.key) ?? null }));
  const most = rows.reduce<(typeof rows)[number] | null>((best, row) => (best === null || row.share > best.share ? row : best), null);
  const isLit = (part: PartTotal): boolean => (part.layer !== null && part.layer === layer) || (part.kind !== null && part.kind === kind);
  const isAnyLit = rows.some(isLit);
  const point = ({ layer: inLayer, kind: ofKind }: PartTotal): void => highlight({ layer: inLayer, kind: ofKind });
  return (
    <ChartPanel
      title={allocation.title}
      label={most === null ? allocation.title : allocation.label(most.label, formatShare(most.share))}
      controls={
        <Toggles
          label={allocation.by}
          isLabelHidden
          mode="single"
          options={options}
          chosen={[by]}
          onChange={([next]) => setBy(next ?? 'layer')}
        />
      }
      keys={[
        { label: allocation.now(BUDGETS[budget].label), colour: 'var(--accent)' },
        { label: allocation.other(BUDGETS[otherBudget[budget]].label), colour: 'var(--line-strong)' },
      ]}
      onLeave={clearHighlight}
      table={{
        columns: Object.values(allocation.columns),
        rows: rows.map((row) => ({
          key: row.key,
          onPoint: () => point(row),
          cells: [
            row.label,
            formatCount(row.size),
            formatCount(row.zeros),
            formatShare(row.share),
            row.other === null ? text.common.unknown : formatShare(row.other),
          ],
        })),
      }}
    >
      <ResponsiveContainer width="100%" height={height}>
        <BarChart data={rows} margin={margin} barGap={1} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...axis} height={xHeight} dataKey="label" interval="preserveStartEnd" minTickGap={4} />
          <YAxis {...axis} width={yWidth} axisLine={false} domain={[0, 'auto']} tickFormatter={(share) => formatShare(Number(share))} />
          <Tooltip {...tip} cursor={{ fill: 'var(--accent-soft)' }} formatter={(share) => formatShare(Number(share))} />
          <Bar
            dataKey="share"
            name={allocation.now(BUDGETS[budget].label)}
            fill="var(--accent)"
            isAnimationActive={false}
            onMouseEnter={(_, index) => {
              const row = rows[index];
              if (row !== undefined) point(row);
            }}
            shape={(bar: BarShapeProps) => {
              const row = rows[bar.index];
              return <Rectangle {...bar} fillOpacity={!isAnyLit || (row !== undefined && isLit(row)) ? 1 : 0.35} />;
            }}
          />
          <Bar
            dataKey="other"
            name={allocation.other(BUDGETS[otherBudget[budget]].label)}
            fill="var(--line-strong)"
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartPanel>
  );
}

const shareOf = ({ zeros, size }: PartTotal): number => (size === 0 ? 0 : zeros / size);
