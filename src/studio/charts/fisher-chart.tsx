import {
  CartesianGrid,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
  type ScatterShapeProps,
} from 'recharts';
import type { AnalysisSummary, ModelSummary } from '../../core/engine/types';
import { formatMeasure } from '../format';
import { isHighlighted, useHighlight } from '../stores/highlight-store';
import { text } from '../text';
import { axis, decades, height, margin, tip, xHeight, yWidth } from './axes';
import { ChartPanel } from './chart-panel';

const { fisher } = text.charts;

/** Most points drawn: of more matrices the largest are shown. */
const MOST = 800;

interface FisherChartProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
}

/** Mean Fisher information of every matrix on both sets, on log axes, with the line where both are the same. */
export function FisherChart({ model, analysis }: FisherChartProps) {
  const highlighted = useHighlight();
  const { highlight, clearHighlight } = highlighted;
  const parameters = new Map(model.parameters.map((parameter) => [parameter.name, parameter]));
  const points = analysis.tensors
    .flatMap(({ name, meanFisherGeneral, meanFisherDomain }) => {
      const parameter = parameters.get(name);
      return parameter === undefined ? [] : [{ name, general: meanFisherGeneral, domain: meanFisherDomain, parameter }];
    })
    .slice(0, MOST);
  const values = points.flatMap(({ general, domain }) => [general, domain]).filter((value) => value > 0);
  const [low, high] = [Math.min(...values) / 1.5, Math.max(...values) * 1.5];
  const isAnyLit = points.some(({ parameter }) => isHighlighted(highlighted, parameter));
  const above = points.filter(({ general, domain }) => domain > general).length;
  return (
    <ChartPanel
      title={fisher.title}
      label={fisher.label(above, points.length)}
      note={fisher.note}
      onLeave={clearHighlight}
      table={{
        columns: Object.values(fisher.columns),
        rows: points.map(({ name, general, domain }) => ({
          key: name,
          onPoint: () => highlight({ name }),
          cells: [name, formatMeasure(general), formatMeasure(domain)],
        })),
      }}
    >
      <ResponsiveContainer width="100%" height={height}>
        <ScatterChart margin={margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" />
          <XAxis
            {...axis}
            height={xHeight}
            type="number"
            dataKey="general"
            name={fisher.general}
            scale="log"
            domain={[low, high]}
            ticks={decades(low, high)}
            tickFormatter={(value) => formatMeasure(Number(value))}
          />
          <YAxis
            {...axis}
            width={yWidth}
            type="number"
            dataKey="domain"
            name={fisher.domain}
            scale="log"
            domain={[low, high]}
            ticks={decades(low, high)}
            tickFormatter={(value) => formatMeasure(Number(value))}
          />
          <ReferenceLine
            segment={[
              { x: low, y: low },
              { x: high, y: high },
            ]}
            stroke="var(--line-strong)"
            strokeDasharray="4 3"
          />
          <Tooltip
            {...tip}
            cursor={false}
            formatter={(value) => formatMeasure(Number(value))}
            labelFormatter={(_, shown) => pointName(shown[0]?.payload)}
          />
          <Scatter
            data={points}
            isAnimationActive={false}
            onMouseEnter={(_, index) => {
              const name = points[index]?.name;
              if (name !== undefined) highlight({ name });
            }}
            shape={({ cx, cy, index }: ScatterShapeProps) => {
              const point = points[index];
              const isLit = point !== undefined && isHighlighted(highlighted, point.parameter);
              return (
                <circle
                  cx={cx}
                  cy={cy}
                  r={isLit ? 6 : 4}
                  fill={isLit ? 'var(--accent)' : 'var(--series-domain)'}
                  fillOpacity={isLit || !isAnyLit ? 0.85 : 0.3}
                />
              );
            }}
          />
        </ScatterChart>
      </ResponsiveContainer>
    </ChartPanel>
  );
}

function pointName(payload: unknown): string {
  return typeof payload === 'object' && payload !== null && 'name' in payload ? String(payload.name) : '';
}
