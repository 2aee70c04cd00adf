import { useMemo } from 'react';
import type { AnalysisSummary, ModelSummary, PrunePlan } from '../../../core/engine/types';
import { TENSOR_QUANTITIES, WEIGHT_QUANTITIES, type QuantityName } from '../../../core/tiles/quantities';
import { formatNumberOf } from '../../format';
import { StructureView } from '../../structure/structure-view';
import { useTensor } from '../../stores/tensor-store';
import { TensorView } from '../../tensor/tensor-view';
import { text } from '../../text';
import { ChoiceSetting } from '../../ui/choice-setting';
import { Panel } from '../../ui/panel';
import { Toggles } from '../../ui/toggles';
import { useView } from '../../url-state/view-store';
import { Overview } from './overview';
import { pictureIds, type PictureId } from './picture-ids';
import { QuantityToggles } from './quantity-toggles';

interface HeatmapPanelProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
  readonly plan: PrunePlan | null;
}

const quantitiesOf: Readonly<Record<PictureId, readonly QuantityName[]>> = {
  overview: TENSOR_QUANTITIES,
  tensor: WEIGHT_QUANTITIES,
  heads: WEIGHT_QUANTITIES,
  neurons: WEIGHT_QUANTITIES,
};

/** The weights in pictures: all of them, one of them, by attention head, by neuron. */
export function HeatmapPanel({ model, analysis, plan }: HeatmapPanelProps) {
  const { view, change } = useView();
  const names = quantitiesOf[view.picture];
  const quantity = names.includes(view.quantity) ? view.quantity : 'fisherDomain';
  const weights = useMemo(() => {
    const measured = new Set(analysis.tensors.map(({ name }) => name));
    return model.parameters.filter(({ name }) => measured.has(name));
  }, [model, analysis]);
  const weight = weights.find(({ name }) => name === view.weight) ?? weights[0];
  return (
    <Panel title={text.pictures.title} note={formatNumberOf(weights.length, text.pictures.tensor)} className="heatmap-panel">
      <div className="picture-bar">
        <Toggles
          label={text.pictures.choose}
          mode="single"
          options={pictureIds.map((key) => ({ key, label: text.pictures.tabs[key] }))}
          chosen={[view.picture]}
          onChange={([picture]) => {
            if (picture !== undefined) change({ picture });
          }}
        />
        {view.picture === 'tensor' && weight !== undefined && (
          <ChoiceSetting
            label={text.tensor.tensor}
            options={Object.fromEntries(weights.map(({ name }) => [name, { label: name }]))}
            value={weight.name}
            onChange={(name) => change({ weight: name })}
          />
        )}
      </div>
      <QuantityToggles names={names} chosen={quantity} onChange={(name) => change({ quantity: name })} />
      {view.picture === 'overview' && (
        <Overview
          {...{ model, analysis, plan, quantity }}
          onOpen={(name) => {
            useTensor.getState().wantFocus(true);
            change({ picture: 'tensor', weight: name });
          }}
        />
      )}
      {view.picture === 'tensor' && weight !== undefined && <TensorView {...{ model, weight, quantity }} />}
      {(view.picture === 'heads' || view.picture === 'neurons') && (
        <StructureView key={view.picture} {...{ model, weights, quantity }} unit={view.picture} />
      )}
    </Panel>
  );
}
