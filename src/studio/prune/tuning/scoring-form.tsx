import { Button } from 'react-aria-components';
import { GRANULARITIES } from '../../../core/gaprune/granularity';
import { METHODS, type MethodName } from '../../../core/gaprune/methods';
import { POSTPROCESSINGS } from '../../../core/gaprune/postprocessing';
import type { ScoringSettings } from '../../../core/gaprune/settings';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { ChoiceSetting, type Options } from '../../ui/choice-setting';
import { More } from '../../ui/more';
import { NumberSetting } from '../../ui/number-setting';
import { isNumberField, scoringFields } from './fields';
import { WithFormula } from './formula';
import { MethodInputs } from './method-inputs';
import { Nearness } from './nearness';

const decimals = { maximumFractionDigits: 4 };
const methods: Options<MethodName> = METHODS;
const postprocessings: Options<ScoringSettings['postprocessing']> = POSTPROCESSINGS;
const granularities: Options<ScoringSettings['granularity']> = GRANULARITIES;
const { formulas } = text.tuning;

/** How weights are scored: the method, and the settings it reads. The defaults are the reference's. */
export function ScoringForm() {
  const { scoring, changeScoring, resetScoring } = usePrune();
  const isDisabled = useBusy();
  const method = METHODS[scoring.method];
  return (
    <More title={text.tuning.scoring}>
      <div className="settings">
        <WithFormula label={method.label} formula={method.formula}>
          <ChoiceSetting
            label={text.tuning.method}
            options={methods}
            value={scoring.method}
            isDisabled={isDisabled}
            onChange={(chosen) => changeScoring({ method: chosen })}
          />
        </WithFormula>
        <MethodInputs isDisabled={isDisabled} />
        <Nearness />
        {method.settings.map((key) =>
          key === 'alignment' ? (
            <WithFormula key={key} label={text.tuning.alignment} formula={formulas.alignmentMode}>
              <ChoiceSetting
                label={text.tuning.alignment}
                options={text.tuning.alignments}
                value={scoring.alignment}
                isDisabled={isDisabled}
                onChange={(alignment) => changeScoring({ alignment })}
              />
            </WithFormula>
          ) : (
            <ScoringNumber key={key} name={key} formula={key.startsWith('fusion') ? formulas.fusion : method.formula} />
          ),
        )}
        <WithFormula label={text.tuning.postprocessing} formula={formulas.postprocessing}>
          <ChoiceSetting
            label={text.tuning.postprocessing}
            options={postprocessings}
            value={scoring.postprocessing}
            isDisabled={isDisabled}
            onChange={(postprocessing) => changeScoring({ postprocessing })}
          />
        </WithFormula>
        <ChoiceSetting
          label={text.tuning.granularity}
          options={granularities}
          value={scoring.granularity}
          isDisabled={isDisabled}
          onChange={(granularity) => changeScoring({ granularity })}
        />
        {scoring.postprocessing === 'zscore_sigmoid' && <ScoringNumber name="temperature" formula={formulas.temperature} />}
      </div>
      <Button className="button quiet" isDisabled={isDisabled} onPress={resetScoring}>
        {text.tuning.resetScoring}
      </Button>
    </More>
  );
}

function ScoringNumber({ name, formula }: { readonly name: keyof ScoringSettings; readonly formula: string }) {
  const { scoring, changeScoring } = usePrune();
  const isDisabled = useBusy();
  if (!isNumberField(name)) return null;
  const { sign, ...field } = scoringFields[name];
  return (
    <WithFormula label={field.label} formula={formula} sign={sign}>
      <NumberSetting
        {...field}
        value={scoring[name]}
        format={decimals}
        isDisabled={isDisabled}
        onChange={(value) => changeScoring({ [name]: value })}
      />
    </WithFormula>
  );
}
