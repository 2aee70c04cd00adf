import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount, formatMeasure } from '../format';
import type { LossPoint } from '../stores/losses';
import { text } from '../text';
import { axis, height, margin, tip, xHeight, yWidth } from './axes';
import { ChartPanel } from './chart-panel';
import { movingMean } from './moving-mean';

const { losses: words } = text.charts;
const colours: Readonly<Record<string, string>> = {
  together: 'var(--series-alignment)',
  'fisher-general': 'var(--series-general)',
  'fisher-domain': 'var(--series-domain)',
  alignment: 'var(--series-alignment)',
};
const WINDOW = 8;

/** The loss of every batch of the finished analysis, faint, and its moving mean. */
export function LossesChart({ losses }: { readonly losses: readonly LossPoint[] }) {
  const phases = Object.keys(colours).filter((phase) => losses.some((point) => point.phase === phase));
  const rows = phases.flatMap((phase) => {
    const own = losses.filter((point) => point.phase === phase);
    const means = movingMean(
      own.map(({ loss }) => loss),
      WINDOW,
    );
    return own.map(({ done, loss }, i) => ({ done, phase, [phase]: loss, [`${phase} mean`]: means[i] ?? loss, loss }));
  });
  const last = movingMean(
    losses.map(({ loss }) => loss),
    WINDOW,
  ).at(-1);
  const nameOf = (phase: string): string => text.analysis.phases[losses.find((point) => point.phase === phase)?.phase ?? 'alignment'];
  return (
    <ChartPanel
      title={words.title}
      label={last === undefined ? words.none : words.label(losses.length, formatMeasure(last))}
      keys={phases.map((phase) => ({ label: nameOf(phase), colour: colours[phase] ?? '' }))}
      table={{
        columns: Object.values(words.columns),
        rows: rows.map(({ done, phase, loss }) => ({ key: String(done), cells: [formatCount(done), nameOf(phase), formatMeasure(loss)] })),
      }}
    >
      {losses.length > 0 && (
        <ResponsiveContainer width="100%" height={height}>
          <LineChart data={rows} margin={margin} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis {...axis} height={xHeight} dataKey="done" type="number" domain={['dataMin', 'dataMax']} />
            <YAxis {...axis} width={yWidth} axisLine={false} tickFormatter={(loss) => formatMeasure(Number(loss))} />
            <Tooltip {...tip} formatter={(loss) => formatMeasure(Number(loss))} />
            {phases.map((phase) => (
              <Line
                key={phase}
                dataKey={phase}
                name={nameOf(phase)}
                stroke={colours[phase] ?? ''}
                strokeOpacity={0.35}
                dot={false}
                isAnimationActive={false}
              />
            ))}
            {phases.map((phase) => (
              <Line
                key={`${phase} mean`}
                dataKey={`${phase} mean`}
                name={`${nameOf(phase)}, ${words.mean}`}
                stroke={colours[phase] ?? ''}
                strokeWidth={2}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      )}
    </ChartPanel>
  );
}
