import { useState } from 'react';
import { Button } from 'react-aria-components';
import type { ModelSummary } from '../../../core/engine/types';
import { overridesOf, parseTarget } from '../../../core/gaprune/overrides';
import { LAYER_TYPES, isLayerType } from '../../../core/model/layer-types';
import { prunableTypes } from '../../model/prunable-types';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { ChoiceSetting } from '../../ui/choice-setting';
import { More } from '../../ui/more';
import { NumberSetting } from '../../ui/number-setting';
import { Toggles } from '../../ui/toggles';
import { chosenNames } from './choose';

type Kind = keyof typeof text.tuning.overrides.kinds;

const kinds = (Object.keys(text.tuning.overrides.kinds) as Kind[]).map((key) => ({ key, label: text.tuning.overrides.kinds[key].label }));
const percent = { style: 'percent', maximumFractionDigits: 2 } as const;

/** Shares of their own for a layer type, a layer or one weight. */
export function Overrides({ model }: { readonly model: ModelSummary }) {
  const { mask, changeMask } = usePrune();
  const isDisabled = useBusy();
  const { overrides } = mask;
  const chosen = chosenNames(model.parameters, mask);
  const held = [...overridesOf(model.parameters, overrides)].filter(([name]) => chosen.has(name));
  return (
    <More title={overrides.length === 0 ? text.tuning.overrides.title : `${text.tuning.overrides.title} (${overrides.length})`}>
      <div className="settings">
        <p className="help">{text.tuning.overrides.help}</p>
        {overrides.length > 0 && (
          <ul className="overrides" aria-label={text.tuning.overrides.list}>
            {overrides.map((override) => {
              const label = labelOf(override.target);
              return (
                <li key={override.target}>
                  <NumberSetting
                    label={text.tuning.overrides.share(label)}
                    help={text.tuning.overrides.matches(held.filter(([, holding]) => holding.target === override.target).length)}
                    value={override.sparsity}
                    min={0}
                    max={1}
                    step={0.05}
                    format={percent}
                    isDisabled={isDisabled}
                    onChange={(sparsity) =>
                      changeMask({ overrides: overrides.map((other) => (other === override ? { ...other, sparsity } : other)) })
                    }
                  />
                  <Button
                    className="button quiet icon"
                    aria-label={text.tuning.overrides.remove(label)}
                    isDisabled={isDisabled}
                    onPress={() => changeMask({ overrides: overrides.filter((other) => other !== override) })}
                  >
                    ×
                  </Button>
                </li>
              );
            })}
          </ul>
        )}
        <NewOverride
          model={model}
          isDisabled={isDisabled}
          onAdd={(target) => {
            const others = overrides.filter((override) => override.target !== target);
            changeMask({ overrides: [...others, { target, sparsity: mask.sparsity }] });
          }}
        />
      </div>
    </More>
  );
}

interface NewOverrideProps {
  readonly model: ModelSummary;
  readonly isDisabled: boolean;
  readonly onAdd: (target: string) => void;
}

/** A new override begins with the sparsity itself, so that nothing changes until a share is set. */
function NewOverride({ model, isDisabled, onAdd }: NewOverrideProps) {
  const [kind, setKind] = useState<Kind>('type');
  const [target, setTarget] = useState<string | null>(null);
  const targets = targetsOf(model, kind);
  const [first] = targets.keys();
  const value = target !== null && targets.has(target) ? target : first;
  if (value === undefined) return null;
  return (
    <div className="new-override">
      <Toggles
        label={text.tuning.overrides.kind}
        mode="single"
        isDisabled={isDisabled}
        options={kinds}
        chosen={[kind]}
        onChange={([next]) => {
          if (next !== undefined) setKind(next);
        }}
      />
      <ChoiceSetting
        label={text.tuning.overrides[kind]}
        options={Object.fromEntries([...targets].map(([key, label]) => [key, { label }]))}
        value={value}
        isDisabled={isDisabled}
        onChange={setTarget}
      />
      <Button className="button" isDisabled={isDisabled} onPress={() => onAdd(value)}>
        {text.tuning.overrides.add}
      </Button>
    </div>
  );
}

/** Targets of a kind that the model has, with their labels. */
function targetsOf(model: ModelSummary, kind: Kind): ReadonlyMap<string, string> {
  const prunable = model.parameters.filter((parameter) => parameter.prunable);
  const layers = [...new Set(prunable.map(({ layer }) => layer))].filter((layer) => layer !== null).sort((a, b) => a - b);
  const targets = {
    type: prunableTypes(model).map((type): string => type),
    layer: layers.map((layer) => `layer:${layer}`),
    name: prunable.map(({ name }) => `name:${name}`),
  }[kind];
  return new Map(targets.map((target) => [target, labelOf(target)]));
}

function labelOf(target: string): string {
  if (isLayerType(target)) return LAYER_TYPES[target].label;
  const parsed = parseTarget(target);
  return parsed.kind === 'layer' ? text.tuning.weights.layer(parsed.layer) : target.slice('name:'.length);
}
