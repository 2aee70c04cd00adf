import type { ModelSummary } from '../engine/types';
import { MissingTokenizerError } from '../data/errors';
import { reportError } from '../errors';
import { bytes } from '../units';
import type { EmbeddingModel } from './embedding-model';
import { checkOperators, summarizeOperators } from './operators';
import { appendHead } from './head/append-head';
import type { HeadStep } from './head/modules';
import { specializeModel } from './specialize-model';

/** What `gaprune inspect` and the studio's model panel show. */
export function summarizeModel(model: EmbeddingModel): ModelSummary {
  const sizeBytes = [model.files.model, ...model.files.external.values()].reduce((sum, file) => sum + file.length, 0);
  return {
    name: model.name,
    architecture: model.architecture,
    sizeBytes: bytes(sizeBytes),
    opset: model.opset,
    precision: [...new Set(model.parameters.map(({ storage }) => storage))].join(', '),
    pooling: model.head.pooling.modes,
    head: model.head.steps.map(describeStep),
    layers: model.layers,
    attention: model.attention,
    parameters: model.parameters.map(({ name, shape, layer, types, prunable }) => ({ name, shape, layer, types, prunable })),
    whole: wholeProjections(model),
    operators: summarizeOperators(model),
    prompts: model.prompts,
    maxPositions: model.maxPositions,
    maxSequence: model.texts.maxSequence,
    lacksTokenizer: model.tokenizerJson === null,
    refusal: refusalOf(model),
  };
}

/**
 * Refuse a model that cannot be analysed, before any work: its operators are checked, and it is specialised for a small batch.
 * @throws UnsupportedOperatorError, UnsupportedModelError
 */
export function checkModel(model: EmbeddingModel): void {
  checkOperators(model);
  const length = Math.min(16, model.maxPositions ?? 16);
  const { builder, hidden } = specializeModel(model, 3, length);
  appendHead(builder, model.head, hidden);
}

/** A sentence for each reason, with the first weight it is true of and how many more there are. */
function wholeProjections({ parameters, whole }: EmbeddingModel): string[] {
  return [...new Set(whole.values())].map((reason) => {
    const names = parameters.flatMap(({ name, initializer }) => (whole.get(initializer) === reason ? [name] : []));
    const more = names.length > 1 ? ` and ${names.length - 1} more` : '';
    return `${names[0] ?? 'A weight'}${more}: ${reason}`;
  });
}

const describeStep = (step: HeadStep): string =>
  step.kind === 'normalize' ? 'normalize' : `dense ${step.inputs}→${step.outputs}, ${step.activation}`;

/** Why the model cannot be analysed, in words, or null. */
function refusalOf(model: EmbeddingModel): string | null {
  try {
    checkModel(model);
  } catch (error) {
    return reportError(error).message;
  }
  return model.tokenizerJson === null ? new MissingTokenizerError().message : null;
}
