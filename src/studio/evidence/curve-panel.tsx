import { Button } from 'react-aria-components';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { METHODS, METHOD_NAMES, type MethodName } from '../../core/gaprune/methods';
import type { CurvePoint } from '../../core/trials/curve';
import { axis, height, margin, tip, xHeight, yWidth } from '../charts/axes';
import { ChartPanel } from '../charts/chart-panel';
import { formatShare } from '../format';
import { figure } from '../quality/outcome';
import { curveKey, useEvidence } from '../stores/evidence-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { NumberSetting } from '../ui/number-setting';
import { Toggles } from '../ui/toggles';
import { UpdateSwitch } from './update-switch';
import { WorkState } from './work-state';

const words = text.evidence.curve;
const COLOURS = [
  'var(--series-general)',
  'var(--series-domain)',
  'var(--series-alignment)',
  'var(--accent-strong)',
  'var(--text-soft)',
] as const;
const ROLES = ['domain', 'general'] as const;

/** Quality at many sparsities: one colour per method, the domain set drawn through, the general set dashed. */
export default function CurvePanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { methods, points, work, curve, change, measureCurve } = useEvidence();
  // The settings decide whether the points are still of use.
  usePrune(({ scoring, mask }) => [scoring, mask].length);
  const shown = [...curve.points].sort(byPlace);
  const isOutdated = shown.length > 0 && curve.key !== curveKey();
  const series = seriesOf(shown);
  const isBegun = shown.length > 0 && shown.length < methods.length * points && !isOutdated;
  return (
    <ChartPanel
      title={words.title}
      label={words.label(shown.length)}
      note={words.lead}
      keys={series.filter(({ role }) => role === 'domain').map(({ method, colour }) => ({ label: METHODS[method].label, colour }))}
      controls={
        <div className="evidence-controls">
          <Toggles
            label={words.methods}
            mode="multiple"
            isDisabled={work !== null}
            options={METHOD_NAMES.map((key) => ({ key, label: METHODS[key].label }))}
            chosen={methods}
            onChange={(chosen) => change({ methods: chosen })}
          />
          <div className="actions evidence-actions">
            <NumberSetting
              {...words.points}
              min={2}
              max={50}
              step={1}
              value={points}
              isDisabled={work !== null}
              onChange={(value) => change({ points: value })}
            />
            <UpdateSwitch />
            <Button
              className="button primary"
              isDisabled={isDisabled || work !== null || methods.length === 0}
              onPress={() => void measureCurve()}
            >
              {isBegun ? words.goOn : words.start}
            </Button>
          </div>
          <WorkState kind="curve" label={words.working} stopped={words.stopped} />
          {isOutdated && <p className="outdated">{words.outdated}</p>}
        </div>
      }
      table={{
        columns: [
          words.columns.method,
          words.columns.sparsity,
          words.columns.domain,
          words.columns.domainShare,
          words.columns.general,
          words.columns.generalShare,
        ],
        rows: shown.map((point) => ({ key: `${point.method} ${String(point.update)} ${point.sparsity}`, cells: cellsOf(point) })),
      }}
    >
      {shown.length > 0 && (
        <ResponsiveContainer width="100%" height={height}>
          <LineChart data={rowsOf(shown)} margin={margin} accessibilityLayer={false}>
            <CartesianGrid stroke="var(--line)" vertical={false} />
            <XAxis
              {...axis}
              height={xHeight}
              dataKey="sparsity"
              type="number"
              domain={[0, 1]}
              tickFormatter={(x) => formatShare(Number(x))}
            />
            <YAxis {...axis} width={yWidth} axisLine={false} domain={[0, 'auto']} tickFormatter={(y) => formatShare(Number(y))} />
            <Tooltip {...tip} formatter={(y) => formatShare(Number(y))} labelFormatter={(x) => formatShare(Number(x))} />
            {series.map(({ key, name, colour, role }) => (
              <Line
                key={key}
                dataKey={key}
                name={name}
                stroke={colour}
                strokeWidth={1.5}
                {...(role === 'general' ? { strokeDasharray: '4 3' } : {})}
                dot={{ r: 2 }}
                connectNulls
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      )}
    </ChartPanel>
  );
}

interface Series {
  readonly key: string;
  readonly name: string;
  readonly method: MethodName;
  readonly role: (typeof ROLES)[number];
  readonly colour: string;
}

const keyOf = (method: MethodName, role: string): string => `${method} ${role}`;

function seriesOf(points: readonly CurvePoint[]): Series[] {
  const methods = [...new Set(points.map(({ method }) => method))];
  return methods.flatMap((method, at) =>
    ROLES.map((role) => ({
      ...{ method, role, key: keyOf(method, role), name: words.series(METHODS[method].label, words.sets[role]) },
      colour: COLOURS[at % COLOURS.length] ?? COLOURS[0],
    })),
  );
}

/** One row per sparsity, one column per line. */
function rowsOf(points: readonly CurvePoint[]): Record<string, number>[] {
  const rows = new Map<number, Record<string, number>>();
  for (const { method, sparsity, figures } of points) {
    const row = rows.get(sparsity) ?? { sparsity };
    for (const role of ROLES) row[keyOf(method, role)] = figures[role].share;
    rows.set(sparsity, row);
  }
  return [...rows.values()].sort((a, b) => (a['sparsity'] ?? 0) - (b['sparsity'] ?? 0));
}

function cellsOf({ method, sparsity, figures: { domain, general } }: CurvePoint): string[] {
  const interval = ({ ndcg10: { mean, low, high } }: CurvePoint['figures']['domain']): string =>
    words.interval(figure(mean), figure(low), figure(high));
  return [
    METHODS[method].label,
    formatShare(sparsity),
    interval(domain),
    formatShare(domain.share),
    interval(general),
    formatShare(general.share),
  ];
}

function byPlace(a: CurvePoint, b: CurvePoint): number {
  return METHOD_NAMES.indexOf(a.method) - METHOD_NAMES.indexOf(b.method) || a.sparsity - b.sparsity;
}
