import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axis, height, margin, tip, xHeight, yWidth } from '../charts/axes';
import { figure } from '../quality/outcome';
import { useEvidence } from '../stores/evidence-store';
import { text } from '../text';

const words = text.evidence.refine;
const COLOURS = ['var(--series-general)', 'var(--series-domain)'] as const;

/** How a fine-tuning goes: the loss step by step, and retrieval on the records kept for validation. */
export function TrainingCharts() {
  const { losses, checks } = useEvidence();
  const now = checks.at(-1);
  const [start] = checks;
  if (start === undefined || now === undefined) return null;
  const validation = new Map(checks.map(({ step, loss }) => [step, loss]));
  return (
    <div className="training-charts">
      <Chart
        caption={words.chart(losses.length)}
        rows={[
          { step: 0, validation: start.loss },
          ...thinned(losses, validation).map((row) => ({ ...row, validation: validation.get(row.step) })),
        ]}
        lines={[
          { key: 'loss', name: words.loss },
          { key: 'validation', name: words.validation },
        ]}
      />
      <Chart
        caption={words.quality(
          figure(now.ndcg10.domain),
          figure(start.ndcg10.domain),
          figure(now.ndcg10.general),
          figure(start.ndcg10.general),
        )}
        rows={checks.map(({ step, ndcg10 }) => ({ step, general: ndcg10.general, domain: ndcg10.domain }))}
        lines={[
          { key: 'general', name: words.qualityOf.general },
          { key: 'domain', name: words.qualityOf.domain },
        ]}
      />
    </div>
  );
}

/** Points that a line needs at most; beyond that, drawing takes longer than a step. */
const MOST_POINTS = 400;

/** Evenly chosen steps, with those that were validated and the last one. */
function thinned<Row extends { readonly step: number }>(rows: readonly Row[], kept: ReadonlyMap<number, unknown>): Row[] {
  const every = Math.ceil(rows.length / MOST_POINTS);
  return rows.filter(({ step }, at) => at % every === 0 || at === rows.length - 1 || kept.has(step));
}

interface ChartProps {
  readonly caption: string;
  readonly rows: readonly Record<string, number | undefined>[];
  readonly lines: readonly [LineOf, LineOf];
}

interface LineOf {
  readonly key: string;
  readonly name: string;
}

function Chart({ caption, rows, lines }: ChartProps) {
  return (
    <figure className="chart" aria-label={caption}>
      <ResponsiveContainer width="100%" height={height}>
        <LineChart data={[...rows]} margin={margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...axis} height={xHeight} dataKey="step" type="number" domain={[0, 'dataMax']} />
          <YAxis {...axis} width={yWidth} axisLine={false} domain={[0, 'auto']} tickFormatter={(y) => Number(y).toFixed(1)} />
          <Tooltip {...tip} formatter={(y) => figure(Number(y))} labelFormatter={(step) => `${words.step} ${Number(step)}`} />
          {lines.map(({ key, name }, at) => (
            <Line
              key={key}
              dataKey={key}
              name={name}
              stroke={COLOURS[at] ?? COLOURS[0]}
              dot={{ r: 2 }}
              connectNulls
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
      <figcaption className="help">{caption}</figcaption>
    </figure>
  );
}
