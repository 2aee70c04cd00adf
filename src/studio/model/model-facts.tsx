import type { ModelSummary } from '../../core/engine/types';
import { formatBytes, formatCount, formatShare, formatShortCount } from '../format';
import { useInspection } from '../stores/inspection-store';
import { Facts } from '../ui/facts';
import { Notice } from '../ui/notice';
import { Composition } from './composition';
import { countElements } from './composition-of';
import { MissingTokenizer } from './missing-tokenizer';
import { text } from '../text';

function headsOf({ attention }: ModelSummary): string {
  if (attention === null) return text.model.notSaid;
  const { heads, keyValueHeads, headDim } = attention;
  return heads === keyValueHeads ? text.model.heads(heads, headDim) : text.model.groupedHeads(heads, keyValueHeads, headDim);
}

/** How token vectors become an embedding: pooling and what follows it. */
function embeddingOf({ pooling, head }: ModelSummary): string {
  return [pooling.map((mode) => text.model.poolings[mode]).join(' + '), ...head].join('; ');
}

/** Whether the model can be analysed, and if not, what helps. */
function Verdict({ model: { refusal, lacksTokenizer, operators } }: { readonly model: ModelSummary }) {
  if (refusal === null) return <p className="verdict good">{text.model.good}</p>;
  if (lacksTokenizer && operators.every(({ state }) => state !== 'unsupported')) return <MissingTokenizer />;
  return (
    <div className="verdict bad" role="alert">
      <p>
        <strong>{text.model.bad}</strong> {refusal}
      </p>
      <p>{text.model.advice}</p>
    </div>
  );
}

export function ModelFacts({ model }: { readonly model: ModelSummary }) {
  const { facts } = text.model;
  const hash = useInspection((state) => state.modelHash);
  const total = countElements(model.parameters);
  const prunable = countElements(model.parameters.filter((parameter) => parameter.prunable));
  return (
    <>
      <Facts
        facts={[
          { label: facts.architecture, value: model.architecture },
          { label: facts.layers, value: model.layers },
          { label: facts.heads, value: headsOf(model) },
          { label: facts.parameters, value: formatShortCount(total), title: formatCount(total) },
          {
            label: facts.prunable,
            term: 'prunable',
            value: total === 0 ? '0' : formatShare(prunable / total),
            title: formatCount(prunable),
          },
          { label: facts.pooling, term: 'pooling', value: embeddingOf(model) },
          { label: facts.precision, term: 'precision', value: model.precision },
          { label: facts.opset, term: 'opset', value: model.opset },
          { label: facts.size, value: formatBytes(model.sizeBytes) },
          { label: facts.positions, value: model.maxPositions === null ? text.model.notSaid : formatCount(model.maxPositions) },
          ...(model.maxSequence === null ? [] : [{ label: facts.maxSequence, value: formatCount(model.maxSequence) }]),
          { label: facts.hash, term: 'hash', value: hash === null ? text.common.unknown : <code className="hash">{hash}</code> },
        ]}
      />
      <Composition model={model} />
      {model.whole.length > 0 && <Notice title={text.model.whole} lines={model.whole} />}
      <Verdict model={model} />
    </>
  );
}
