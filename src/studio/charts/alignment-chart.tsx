import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { AnalysisSummary, ModelSummary } from '../../core/engine/types';
import { formatMeasure, formatShare } from '../format';
import { useHighlight } from '../stores/highlight-store';
import { text } from '../text';
import { axis, height, margin, tip, xHeight, yWidth } from './axes';
import { ChartPanel } from './chart-panel';
import { alignmentByLayer } from './part-totals';

const { alignment: words } = text.charts;

interface AlignmentChartProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
}

/** Where the general and the domain set pull the same way, and where they pull apart. */
export function AlignmentChart({ model, analysis }: AlignmentChartProps) {
  const { highlight, clearHighlight } = useHighlight();
  const rows = alignmentByLayer(model, analysis.tensors);
  const most = rows.reduce<(typeof rows)[number] | null>((best, row) => (best === null || row.conflict > best.conflict ? row : best), null);
  const point = (index: number): void => {
    const layer = rows[index]?.layer;
    if (layer !== undefined && layer !== null) highlight({ layer });
  };
  return (
    <ChartPanel
      title={words.title}
      label={most === null ? words.title : words.label(most.label, formatShare(most.conflict))}
      keys={[
        { label: words.alignment, colour: 'var(--series-domain)' },
        { label: words.conflict, colour: 'var(--series-alignment)' },
      ]}
      onLeave={clearHighlight}
      table={{
        columns: Object.values(words.columns),
        rows: rows.map(({ label, layer, alignment, conflict }, i) => ({
          key: String(layer),
          onPoint: () => point(i),
          cells: [label, formatMeasure(alignment), formatShare(conflict)],
        })),
      }}
    >
      <ResponsiveContainer width="100%" height={height}>
        <BarChart data={rows} margin={margin} barGap={1} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...axis} height={xHeight} dataKey="label" interval="preserveStartEnd" minTickGap={4} />
          <YAxis {...axis} width={yWidth} axisLine={false} tickFormatter={(value) => formatMeasure(Number(value))} />
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          <Tooltip {...tip} cursor={{ fill: 'var(--accent-soft)' }} formatter={(value) => formatMeasure(Number(value))} />
          <Bar
            dataKey="alignment"
            name={words.alignment}
            fill="var(--series-domain)"
            isAnimationActive={false}
            onMouseEnter={(_, index) => point(index)}
          />
          <Bar
            dataKey="conflict"
            name={words.conflict}
            fill="var(--series-alignment)"
            isAnimationActive={false}
            onMouseEnter={(_, index) => point(index)}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartPanel>
  );
}
