import { Button } from 'react-aria-components';
import { COMPOSITIONS } from '../../core/recover/compositions';
import { SCHEDULES } from '../../core/recover/schedules';
import { formatCount } from '../format';
import { useEvidence } from '../stores/evidence-store';
import { usePrune } from '../stores/prune-store';
import { keyOfSettings } from '../stores/quality-store';
import { text } from '../text';
import { ChoiceSetting } from '../ui/choice-setting';
import { NumberSetting } from '../ui/number-setting';
import { Panel } from '../ui/panel';
import { SwitchSetting } from '../ui/switch-setting';
import { TrainingCharts } from './training-charts';
import { UpdateSwitch } from './update-switch';
import { WorkState } from './work-state';

const words = text.evidence.refine;
const small = { maximumSignificantDigits: 3 };

/** The weight update and fine-tuning under the mask of the settings. */
export default function RefinePanel({ isDisabled }: { readonly isDisabled: boolean }) {
  const { update, work, recovery, losses, resumed, refine, stop, changeRecovery } = useEvidence();
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
          <ChoiceSetting
            label={words.batches}
            options={COMPOSITIONS}
            value={recovery.batches}
            isDisabled={isBusy}
            onChange={(batches) => changeRecovery({ batches })}
          />
          <NumberSetting
            {...words.domainBatches}
            min={0}
            max={1}
            step={0.05}
            value={recovery.domainBatches}
            isDisabled={isBusy}
            onChange={(domainBatches) => changeRecovery({ domainBatches })}
          />
          <NumberSetting
            {...words.distill}
            min={0}
            max={1000}
            step={0.5}
            value={recovery.distill}
            isDisabled={isBusy}
            onChange={(distill) => changeRecovery({ distill })}
          />
        </div>
        <div className="actions evidence-actions">
          <UpdateSwitch />
          <SwitchSetting
            label={words.tables}
            isSelected={recovery.tables}
            isDisabled={isBusy}
            onChange={(tables) => changeRecovery({ tables })}
          />
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
      {resumed && <p className="help">{words.resumed}</p>}
      <TrainingCharts />
      <Outcome />
    </Panel>
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
