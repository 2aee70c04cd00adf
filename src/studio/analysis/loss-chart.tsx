import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount, formatMeasure } from '../format';
import type { LossPoint } from '../stores/losses';
import { text } from '../text';

const series = [
  { phase: 'together', colour: 'var(--series-alignment)' },
  { phase: 'fisher-general', colour: 'var(--series-general)' },
  { phase: 'fisher-domain', colour: 'var(--series-domain)' },
  { phase: 'alignment', colour: 'var(--series-alignment)' },
] as const;

/** Loss of every batch, one colour per phase. */
export default function LossChart({ losses }: { readonly losses: readonly LossPoint[] }) {
  const last = losses.at(-1);
  if (last === undefined) return null;
  const rows = losses.map(({ done, phase, loss }) => ({ done, [phase]: loss }));
  const shown = series.filter(({ phase }) => losses.some((point) => point.phase === phase));
  return (
    <figure className="chart">
      <figcaption>
        {shown.map(({ phase }) => (
          <span key={phase} className={`key ${phase}`}>
            {text.analysis.phases[phase]}
          </span>
        ))}
      </figcaption>
      <div role="img" className="chart-frame" aria-label={text.analysis.losses.label(losses.length, formatMeasure(last.loss))}>
        <ResponsiveContainer width="100%" height="100%">
          <LineChart data={rows} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis dataKey="done" type="number" domain={['dataMin', 'dataMax']} tickLine={false} stroke="var(--text-faint)" fontSize={11} />
            <YAxis width={44} tickLine={false} axisLine={false} stroke="var(--text-faint)" fontSize={11} tickFormatter={formatMeasure} />
            <Tooltip
              isAnimationActive={false}
              wrapperClassName="chart-tip"
              formatter={(value) => formatMeasure(Number(value))}
              labelFormatter={(done) => text.analysis.losses.samples(formatCount(Number(done)))}
            />
            {shown.map(({ phase, colour }) => (
              <Line
                key={phase}
                name={text.analysis.phases[phase]}
                dataKey={phase}
                stroke={colour}
                strokeWidth={1.5}
                dot={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}
