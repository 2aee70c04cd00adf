import { Button } from 'react-aria-components';
import { useBusy } from '../stores/busy';
import { usePrune } from '../stores/prune-store';
import { ChoiceSetting } from '../ui/choice-setting';
import { More } from '../ui/more';
import { NumberSetting } from '../ui/number-setting';
import { alignments, postprocessings, scoringFields } from './fields';

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
    <More title="Scoring">
      <div className="settings">
        {field('beta')}
        {field('gamma')}
        <ChoiceSetting
          label="Alignment"
          options={alignments}
          value={scoring.alignment}
          isDisabled={isDisabled}
          onChange={(alignment) => changeScoring({ alignment })}
        />
        {field('alignmentStrength')}
        <ChoiceSetting
          label="Post-processing"
          options={postprocessings}
          value={scoring.postprocessing}
          isDisabled={isDisabled}
          onChange={(postprocessing) => changeScoring({ postprocessing })}
        />
        {scoring.postprocessing === 'zscore_sigmoid' && field('temperature')}
        {field('fusionAlpha')}
        {field('fusionBeta')}
      </div>
      <Button className="button quiet" isDisabled={isDisabled} onPress={resetScoring}>
        Reset scoring
      </Button>
    </More>
  );
}
