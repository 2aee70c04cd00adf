import type { ModelSummary } from '../../core/engine/types';
import { formatBytes, formatCount, formatShare, formatShortCount } from '../format';
import { Facts } from '../ui/facts';
import { Composition } from './composition';
import { countElements } from './composition-of';

const poolings: Readonly<Record<ModelSummary['pooling'], string>> = { mean: 'Mean', cls: 'First token', last: 'Last token' };

export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const total = countElements(model.parameters);
  const prunable = countElements(model.parameters.filter((parameter) => parameter.prunable));
  return (
    <>
      <Facts
        facts={[
          { label: 'Architecture', value: model.architecture },
          { label: 'Layers', value: model.layers },
          { label: 'Parameters', value: formatShortCount(total), title: formatCount(total) },
          { label: 'Prunable', value: total === 0 ? '0' : formatShare(prunable / total), title: formatCount(prunable) },
          { label: 'Pooling', value: poolings[model.pooling] },
          { label: 'Precision', value: model.precision },
          { label: 'Opset', value: model.opset },
          { label: 'Size', value: formatBytes(model.sizeBytes) },
          { label: 'Positions', value: model.maxPositions === null ? 'not said' : formatCount(model.maxPositions) },
        ]}
      />
      <Composition model={model} />
      {model.refusal === null ? (
        <p className="verdict good">Can be analysed.</p>
      ) : (
        <p className="verdict bad" role="alert">
          <strong>Cannot be analysed.</strong> {model.refusal}
        </p>
      )}
    </>
  );
}
