import type { OperatorSummary } from '../engine/types';
import { canEvaluate } from '../interpreter/evaluate';
import type { OnnxNode } from '../onnx/graph';
import { LOWERINGS } from '../specialize/lowerings';
import { liveNodes, operatorName, unsupportedOperator } from '../specialize/specialize';
import type { EmbeddingModel } from './embedding-model';
import { UnsupportedModelError } from './errors';
import { quantisation } from './quantised';
import { SHAPE_OPERATORS } from './weights';

interface PlacedNode {
  readonly node: OnnxNode;
  readonly operator: string;
  readonly state: OperatorSummary['state'];
}

const REASONS: Readonly<Record<OperatorSummary['state'], string>> = {
  differentiable: 'between weights and output, with a differentiation rule',
  constant: 'depends on token ids, the mask or shapes alone: computed beforehand',
  unsupported: 'has no differentiation rule',
};

/** Every operator that the output depends on, with what becomes of it, by name. */
export function summarizeOperators(model: EmbeddingModel): OperatorSummary[] {
  const rows = new Map<string, OperatorSummary>();
  for (const { operator, state } of placedNodes(model)) {
    const key = `${operator} ${state}`;
    rows.set(key, { operator, count: (rows.get(key)?.count ?? 0) + 1, state, reason: REASONS[state] });
  }
  return [...rows.values()].sort((a, b) => a.operator.localeCompare(b.operator));
}

/**
 * Refuse a model that has operators which cannot be differentiated: all of them are named, the first one's node is the place.
 * @throws UnsupportedOperatorError, UnsupportedModelError for a quantised one
 */
export function checkOperators(model: EmbeddingModel): void {
  const refused = placedNodes(model).filter(({ state }) => state === 'unsupported');
  const [first] = refused;
  if (first === undefined) return;
  const quantised = quantisation({ nodes: refused.map(({ node }) => node) });
  if (quantised !== null) throw new UnsupportedModelError(quantised, model.onnxPath);
  const reason = model.refusals.get(first.node.outputs[0] ?? '');
  throw unsupportedOperator(first.node, [...new Set(refused.map(({ operator }) => operator))], reason);
}

function placedNodes(model: EmbeddingModel): PlacedNode[] {
  const activations = new Set<string>(model.tensors.keys());
  return liveNodes(model.graph, model.output).map((node) => {
    const ofShape = SHAPE_OPERATORS.has(node.opType);
    const onWeights = node.inputs.some((input) => activations.has(input)) && !ofShape;
    if (onWeights) for (const output of node.outputs) activations.add(output);
    const operator = operatorName(node);
    if (onWeights) return { node, operator, state: node.domain === '' && LOWERINGS.has(node.opType) ? 'differentiable' : 'unsupported' };
    return { node, operator, state: canEvaluate(node) || ofShape ? 'constant' : 'unsupported' };
  });
}
