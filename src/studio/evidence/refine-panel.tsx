import { Button } from 'react-aria-components';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { SCHEDULES } from '../../core/recover/schedules';
import { axis, height, margin, tip, xHeight, yWidth } from '../charts/axes';
import { formatCount } from '../format';
import { figure } from '../quality/outcome';
import { useEvidence } from '../stores/evidence-store';
import { usePrune } from '../stores/prune-store';
import { keyOfSettings } from '../stores/quality-store';
import { text } from '../text';
import { ChoiceSetting } from '../ui/choice-setting';
import { NumberSetting } from '../ui/number-setting';
import { Panel } from '../ui/panel';
import { UpdateSwitch } from './update-switch';
import { WorkState } from './work-state';

const words = text.evidence.refine;
const small = { maximumSignificantDigits: 3 };

/** The weight update and fine-tuning under the mask of the settings. */
export default function RefinePanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { update, work, recovery, losses, refine, stop, changeRecovery } = useEvidence();
  const isBusy = work !== null;
  const isTraining = work?.kind === 'refine' && losses.length > 0;
  return (
    <Panel title={words.title}>
      <p className="help">{words.lead}</p>
      <div className="evidence-controls">
        <div className="refine-settings">
          <NumberSetting
            {...words.steps}
            min={1}
            max={100_000}
            step={1}
            value={recovery.steps}
            isDisabled={isBusy}
            onChange={(steps) => changeRecovery({ steps })}
          />
          <NumberSetting
            {...words.batchSize}
            min={2}
            max={64}
            step={2}
            value={recovery.batchSize}
            isDisabled={isBusy}
            onChange={(batchSize) => changeRecovery({ batchSize })}
          />
          <NumberSetting
            {...words.learningRate}
            min={1e-5}
            max={0.01}
            step={1e-5}
            format={small}
            value={recovery.learningRate}
            isDisabled={isBusy}
            onChange={(learningRate) => changeRecovery({ learningRate })}
          />
          <NumberSetting
            {...words.warmup}
            min={0}
            max={10_000}
            step={5}
            value={recovery.warmup}
            isDisabled={isBusy}
            onChange={(warmup) => changeRecovery({ warmup })}
          />
          <ChoiceSetting
            label={words.schedule}
            options={SCHEDULES}
            value={recovery.schedule}
            isDisabled={isBusy}
            onChange={(schedule) => changeRecovery({ schedule })}
          />
        </div>
        <div className="actions evidence-actions">
          <UpdateSwitch />
          <Button className="button" isDisabled={isDisabled || isBusy || !update} onPress={() => void refine(false)}>
            {words.updateOnly}
          </Button>
          <Button className="button primary" isDisabled={isDisabled || isBusy} onPress={() => void refine(true)}>
            {words.recover}
          </Button>
          {isTraining && (
            <Button className="button" onPress={stop}>
              {words.stop}
            </Button>
          )}
        </div>
      </div>
      <WorkState kind="refine" label={isTraining ? words.training(losses.length, recovery.steps) : words.inputs} stopped={words.stopped} />
      {losses.length > 0 && <Losses />}
      <Outcome />
    </Panel>
  );
}

function Losses() {
  const { losses, checks } = useEvidence();
  const validation = new Map(checks.map(({ step, loss }) => [step, loss]));
  const [start] = checks;
  const rows = [
    ...(start === undefined ? [] : [{ step: 0, validation: start.loss }]),
    ...losses.map(({ step, loss }) => ({ step, loss, validation: validation.get(step) })),
  ];
  return (
    <figure className="chart" aria-label={words.chart(losses.length)}>
      <ResponsiveContainer width="100%" height={height}>
        <LineChart data={rows} margin={margin} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis {...axis} height={xHeight} dataKey="step" type="number" domain={[0, 'dataMax']} />
          <YAxis {...axis} width={yWidth} axisLine={false} domain={[0, 'auto']} tickFormatter={(y) => Number(y).toFixed(1)} />
          <Tooltip {...tip} formatter={(y) => figure(Number(y))} labelFormatter={(step) => `${words.step} ${Number(step)}`} />
          <Line dataKey="loss" name={words.loss} stroke="var(--series-general)" dot={false} isAnimationActive={false} />
          <Line
            dataKey="validation"
            name={words.validation}
            stroke="var(--series-domain)"
            dot={{ r: 3 }}
            connectNulls
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
      <figcaption className="help">{words.chart(losses.length)}</figcaption>
    </figure>
  );
}

function Outcome() {
  const { refined, drop } = useEvidence();
  const { scoring, mask } = usePrune();
  if (refined === null) return null;
  const { by, bestStep, zeros, key } = refined;
  const what = bestStep === null ? words.byUpdate : words.byRecovery(bestStep);
  return (
    <div className="refined" role="status">
      <p className="outcome">
        {words.done(by.update && bestStep !== null ? `${words.byUpdate}. ${what}` : what, formatCount(zeros))}{' '}
        {key !== keyOfSettings({ scoring, mask }) && words.otherSettings}
      </p>
      <Button className="button quiet" onPress={() => void drop()}>
        {words.drop}
      </Button>
    </div>
  );
}
