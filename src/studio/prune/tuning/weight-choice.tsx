import { useMemo } from 'react';
import { Button } from 'react-aria-components';
import type { ModelSummary } from '../../../core/engine/types';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { More } from '../../ui/more';
import { choiceOf, chosenNames } from './choose';
import { LayerTree } from './layer-tree';
import { NameFilter } from './name-filter';

const nothingByName = { nameFilter: '', includedWeights: [], excludedWeights: [], excludedLayers: [] };

/** Which weights may go, one by one: a filter by name and a tree with check boxes. */
export function WeightChoice({ model }: { readonly model: ModelSummary }) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const prunable = useMemo(() => model.parameters.filter((parameter) => parameter.prunable), [model]);
  const chosen = useMemo(() => chosenNames(prunable, mask), [prunable, mask]);
  const isByType =
    mask.nameFilter === '' && [mask.includedWeights, mask.excludedWeights, mask.excludedLayers].every((list) => list.length === 0);
  return (
    <More title={`${text.tuning.weights.title} (${text.tuning.weights.summary(chosen.size, prunable.length)})`}>
      <div className="settings">
        <NameFilter parameters={prunable} />
        <LayerTree
          modelName={model.name}
          parameters={prunable}
          chosen={chosen}
          isDisabled={isDisabled}
          onChange={(wanted) => changeMask(choiceOf(prunable, mask, wanted))}
        />
        <p className="help">{text.tuning.weights.keys}</p>
        <Button className="button quiet" isDisabled={isDisabled || isByType} onPress={() => changeMask(nothingByName)}>
          {text.tuning.weights.reset}
        </Button>
      </div>
    </More>
  );
}
