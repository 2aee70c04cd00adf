import type { ModelSummary } from '../../../core/engine/types';
import { BUDGETS } from '../../../core/gaprune/budget';
import type { MaskSettings } from '../../../core/gaprune/settings';
import { LAYER_TYPES } from '../../../core/model/layer-types';
import { prunableTypes } from '../../model/prunable-types';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { NumberSetting } from '../../ui/number-setting';
import { Toggles } from '../../ui/toggles';
import { budgetFields } from './fields';
import { Sparsity } from './sparsity';

const budgetOptions = (Object.keys(BUDGETS) as MaskSettings['budget'][]).map((key) => ({ key, label: BUDGETS[key].label }));

/** What may be pruned, by type, and how much of it. */
export function MaskForm({ model }: { readonly model: ModelSummary }) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const [onlyType] = mask.layers;
  return (
    <div className="settings">
      <Sparsity value={mask.sparsity} isDisabled={isDisabled} onChange={(sparsity) => changeMask({ sparsity })} />
      <Toggles
        label={text.tuning.layerTypes.label}
        help={mask.layers.length === 1 && onlyType !== undefined ? LAYER_TYPES[onlyType].help : text.tuning.layerTypes.help}
        mode="multiple"
        isDisabled={isDisabled}
        options={prunableTypes(model).map((key) => ({ key, label: LAYER_TYPES[key].label }))}
        chosen={mask.layers}
        onChange={(chosen) => changeMask({ layers: chosen })}
      />
      <Toggles
        label={text.tuning.budget}
        help={BUDGETS[mask.budget].help}
        mode="single"
        isDisabled={isDisabled}
        options={budgetOptions}
        chosen={[mask.budget]}
        onChange={([budget]) => {
          if (budget !== undefined) changeMask({ budget });
        }}
      />
      {mask.budget === 'uniform' && (
        <div className="setting-pair">
          <NumberSetting
            {...budgetFields.rhoMin}
            value={mask.rhoMin}
            max={mask.rhoMax}
            isDisabled={isDisabled}
            onChange={(rhoMin) => changeMask({ rhoMin })}
          />
          <NumberSetting
            {...budgetFields.rhoMax}
            value={mask.rhoMax}
            min={mask.rhoMin}
            isDisabled={isDisabled}
            onChange={(rhoMax) => changeMask({ rhoMax })}
          />
        </div>
      )}
    </div>
  );
}
