import { Button } from 'react-aria-components';
import { useBusy } from '../stores/busy';
import { usePrune } from '../stores/prune-store';
import { ChoiceSetting } from '../ui/choice-setting';
import { More } from '../ui/more';
import { NumberSetting } from '../ui/number-setting';
import { scoringFields } from './fields';
import { text } from '../text';

const decimals = { maximumFractionDigits: 4 };

/** How weights are scored. The defaults are the reference's. */
export function ScoringForm() {
  const { scoring, changeScoring, resetScoring } = usePrune();
  const isDisabled = useBusy();
  const field = (key: keyof typeof scoringFields) => (
    <NumberSetting
      key={key}
      {...scoringFields[key]}
      value={scoring[key]}
      format={decimals}
      isDisabled={isDisabled}
      onChange={(value) => changeScoring({ [key]: value })}
    />
  );
  return (
    <More title={text.prune.scoring}>
      <div className="settings">
        {field('beta')}
        {field('gamma')}
        <ChoiceSetting
          label={text.prune.alignment}
          options={text.prune.alignments}
          value={scoring.alignment}
          isDisabled={isDisabled}
          onChange={(alignment) => changeScoring({ alignment })}
        />
        {field('alignmentStrength')}
        <ChoiceSetting
          label={text.prune.postprocessing}
          options={text.prune.postprocessings}
          value={scoring.postprocessing}
          isDisabled={isDisabled}
          onChange={(postprocessing) => changeScoring({ postprocessing })}
        />
        {scoring.postprocessing === 'zscore_sigmoid' && field('temperature')}
        {field('fusionAlpha')}
        {field('fusionBeta')}
      </div>
      <Button className="button quiet" isDisabled={isDisabled} onPress={resetScoring}>
        {text.prune.resetScoring}
      </Button>
    </More>
  );
}
