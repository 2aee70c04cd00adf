import type { ModelSummary } from '../../core/engine/types';
import type { MaskSettings } from '../../core/gaprune/settings';
import { LAYER_TYPES } from '../../core/model/layer-types';
import { prunableTypes } from '../model/prunable-types';
import { useBusy } from '../stores/busy';
import { usePrune } from '../stores/prune-store';
import { NumberSetting } from '../ui/number-setting';
import { Toggles } from '../ui/toggles';
import { budgetFields } from './fields';
import { Sparsity } from './sparsity';
import { text } from '../text';

const budgetOptions = (Object.keys(text.prune.budgets) as MaskSettings['budget'][]).map((key) => ({
  key,
  label: text.prune.budgets[key].label,
}));

/** What may be pruned, and how much of it. */
export function MaskForm({ model }: { readonly model: ModelSummary }) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const layers = Array.from({ length: model.layers }, (_, layer) => String(layer));
  const [onlyType] = mask.layers;
  return (
    <div className="settings">
      <Sparsity value={mask.sparsity} isDisabled={isDisabled} onChange={(sparsity) => changeMask({ sparsity })} />
      <Toggles
        label={text.prune.layerTypes.label}
        help={mask.layers.length === 1 && onlyType !== undefined ? LAYER_TYPES[onlyType].help : text.prune.layerTypes.help}
        mode="multiple"
        isDisabled={isDisabled}
        options={prunableTypes(model).map((key) => ({ key, label: LAYER_TYPES[key].label }))}
        chosen={mask.layers}
        onChange={(chosen) => changeMask({ layers: chosen })}
      />
      <Toggles
        {...text.prune.layers}
        mode="multiple"
        isDisabled={isDisabled}
        options={layers.map((layer) => ({ key: layer, label: layer }))}
        chosen={layers.filter((layer) => !mask.excludedLayers.includes(Number(layer)))}
        onChange={(chosen) => changeMask({ excludedLayers: layers.filter((layer) => !chosen.includes(layer)).map(Number) })}
      />
      <Toggles
        label={text.prune.budget}
        help={text.prune.budgets[mask.budget].help}
        mode="single"
        isDisabled={isDisabled}
        options={budgetOptions}
        chosen={[mask.budget]}
        onChange={([budget]) => {
          if (budget !== undefined) changeMask({ budget });
        }}
      />
      {mask.budget === 'uniform' && (
        <>
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
        </>
      )}
    </div>
  );
}
