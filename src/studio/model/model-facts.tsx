import type { ModelSummary } from '../../core/engine/types';
import { formatBytes, formatCount, formatShare, formatShortCount } from '../format';
import { Facts } from '../ui/facts';
import { Composition } from './composition';
import { countElements } from './composition-of';
import { text } from '../text';

export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const { facts } = text.model;
  const total = countElements(model.parameters);
  const prunable = countElements(model.parameters.filter((parameter) => parameter.prunable));
  return (
    <>
      <Facts
        facts={[
          { label: facts.architecture, value: model.architecture },
          { label: facts.layers, value: model.layers },
          { label: facts.parameters, value: formatShortCount(total), title: formatCount(total) },
          {
            label: facts.prunable,
            term: 'prunable',
            value: total === 0 ? '0' : formatShare(prunable / total),
            title: formatCount(prunable),
          },
          { label: facts.pooling, term: 'pooling', value: text.model.poolings[model.pooling] },
          { label: facts.precision, term: 'precision', value: model.precision },
          { label: facts.opset, term: 'opset', value: model.opset },
          { label: facts.size, value: formatBytes(model.sizeBytes) },
          { label: facts.positions, value: model.maxPositions === null ? text.model.positionsUnknown : formatCount(model.maxPositions) },
        ]}
      />
      <Composition model={model} />
      {model.refusal === null ? (
        <p className="verdict good">{text.model.good}</p>
      ) : (
        <p className="verdict bad" role="alert">
          <strong>{text.model.bad}</strong> {model.refusal}
        </p>
      )}
    </>
  );
}
