import type { ModelSummary } from '../../core/engine/types';
import type { MaskSettings } from '../../core/gaprune/settings';
import { LAYER_TYPES } from '../../core/model/layer-types';
import { prunableTypes } from '../model/prunable-types';
import { useBusy } from '../stores/busy';
import { usePrune } from '../stores/prune-store';
import { NumberSetting } from '../ui/number-setting';
import { Toggles } from '../ui/toggles';
import { budgetFields, budgets } from './fields';
import { Sparsity } from './sparsity';

const budgetOptions = (Object.keys(budgets) as MaskSettings['budget'][]).map((key) => ({ key, label: budgets[key].label }));

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
        label="Layer types"
        help={
          mask.layers.length === 1 && onlyType !== undefined
            ? LAYER_TYPES[onlyType].help
            : 'A weight may go when it has one of these types.'
        }
        mode="multiple"
        isDisabled={isDisabled}
        options={prunableTypes(model).map((key) => ({ key, label: LAYER_TYPES[key].label }))}
        chosen={mask.layers}
        onChange={(chosen) => changeMask({ layers: chosen })}
      />
      <Toggles
        label="Layers"
        help="Layers that are not chosen stay as they are."
        mode="multiple"
        isDisabled={isDisabled}
        options={layers.map((layer) => ({ key: layer, label: layer }))}
        chosen={layers.filter((layer) => !mask.excludedLayers.includes(Number(layer)))}
        onChange={(chosen) => changeMask({ excludedLayers: layers.filter((layer) => !chosen.includes(layer)).map(Number) })}
      />
      <Toggles
        label="Budget"
        help={budgets[mask.budget].help}
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
