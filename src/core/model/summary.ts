import type { ModelSummary, OperatorSummary } from '../engine/types';
import { reportError } from '../errors';
import { canEvaluate } from '../interpreter/evaluate';
import { LOWERINGS } from '../specialize/lowerings';
import { liveNodes, specialize } from '../specialize/specialize';
import { bytes } from '../units';
import type { EmbeddingModel } from './embedding-model';
import { SHAPE_OPERATORS } from './weights';

/** What `gaprune inspect` and the studio's model panel show. */
export function summarizeModel(model: EmbeddingModel): ModelSummary {
  const sizeBytes = [model.files.model, ...model.files.external.values()].reduce((sum, file) => sum + file.length, 0);
  return {
    name: model.name,
    architecture: model.architecture,
    sizeBytes: bytes(sizeBytes),
    opset: model.opset,
    precision: [...new Set(model.parameters.map(({ storage }) => storage))].join(', '),
    pooling: model.pooling,
    layers: model.layers,
    parameters: model.parameters.map(({ name, shape, layer, types, prunable }) => ({ name, shape, layer, types, prunable })),
    operators: summarizeOperators(model),
    maxPositions: model.maxPositions,
    refusal: refusalOf(model),
  };
}

/** Why the model cannot be analysed, or null: found by specialising it for a small batch, before any work. */
export function refusalOf(model: EmbeddingModel): string | null {
  const length = Math.min(16, model.maxPositions ?? 16);
  try {
    specialize({ graph: model.graph, opset: model.opset, weights: new Set(model.tensors.keys()), output: model.output }, 3, length);
    return null;
  } catch (error) {
    return reportError(error).message;
  }
}

function summarizeOperators(model: EmbeddingModel): OperatorSummary[] {
  const activations = new Set<string>(model.tensors.keys());
  const rows = new Map<string, OperatorSummary>();
  for (const node of liveNodes(model.graph, model.output)) {
    const operator = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
    const onWeights = node.inputs.some((input) => activations.has(input)) && !SHAPE_OPERATORS.has(node.opType);
    if (onWeights) for (const output of node.outputs) activations.add(output);
    const differentiable = node.domain === '' && LOWERINGS.has(node.opType);
    const state = onWeights
      ? differentiable
        ? 'differentiable'
        : 'unsupported'
      : canEvaluate(node) || SHAPE_OPERATORS.has(node.opType)
        ? 'constant'
        : 'unsupported';
    const key = `${operator} ${state}`;
    rows.set(key, { operator, count: (rows.get(key)?.count ?? 0) + 1, state, reason: REASONS[state] });
  }
  return [...rows.values()].sort((a, b) => a.operator.localeCompare(b.operator));
}

const REASONS = {
  differentiable: 'between weights and output, with a differentiation rule',
  constant: 'depends on token ids, the mask or shapes alone: computed beforehand',
  unsupported: 'has no differentiation rule',
} as const;
