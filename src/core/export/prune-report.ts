import type { GroupCut, MaskPlan, TensorCut } from '../gaprune/mask';
import { valueOf } from '../gaprune/float-order';
import { sampleDeviation } from '../gaprune/moments';
import type { Override } from '../gaprune/overrides';
import type { RankedTensor, ScoreTable } from '../gaprune/scores';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import { validatePruning, type PruneValidation } from './prune-validation';

/** Score statistics of one weight; `std` is the sample deviation, 0 for a single element. */
interface ScoreStats {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly std: number;
  readonly threshold: number | null;
  readonly masked_ratio: number;
}

interface ParameterReport {
  readonly numel: number;
  readonly masked: number;
  readonly ratio: number;
  readonly mean_importance: number;
  readonly score_stats: ScoreStats;
}

interface LayerReport {
  readonly masked: number;
  readonly layer_size: number;
  /** Null where nothing goes, and where an override ranks parts of the layer by themselves. */
  readonly threshold: number | null;
}

interface OverrideReport {
  readonly target: string;
  readonly ratio_requested: number;
  readonly numel: number;
  readonly masked: number;
}

/** `unstructured_prune_stats.json` with the reference's field names (section 10). */
export interface PruneStats {
  readonly method: ScoringSettings['method'];
  readonly scoring: ScoringSettings['method'];
  readonly unstructured_pct_requested: number;
  readonly actual_mask_ratio: number;
  /** The threshold of a global budget; null where every layer has its own. */
  readonly estimated_threshold: number | null;
  readonly sparsify_layers: readonly string[];
  readonly total_params_considered: number;
  readonly masked_params: number;
  readonly hyperparameters: { readonly scoring: ScoringSettings; readonly mask: MaskSettings };
  readonly per_param: Readonly<Record<string, ParameterReport>>;
  readonly per_layer_allocations: Readonly<Record<string, LayerReport>>;
  /** In the order given; what another override took is not counted. */
  readonly overrides: readonly OverrideReport[];
  readonly validation: PruneValidation;
}

/** What a mask takes, weight by weight and layer by layer. */
export function pruneStats(table: ScoreTable, plan: MaskPlan, scoring: ScoringSettings, mask: MaskSettings): PruneStats {
  const ranked = new Map(table.tensors.map((tensor) => [tensor.name, tensor]));
  const reports = plan.tensors.flatMap((cut) => {
    const tensor = ranked.get(cut.name);
    return tensor === undefined ? [] : [[cut.name, reportTensor(cut, tensor)] as const];
  });
  return {
    method: scoring.method,
    scoring: scoring.method,
    unstructured_pct_requested: mask.sparsity,
    actual_mask_ratio: plan.total === 0 ? 0 : plan.zeros / plan.total,
    estimated_threshold: mask.budget === 'global' ? (plan.groups.find(({ override }) => override === null)?.threshold ?? null) : null,
    sparsify_layers: mask.layers,
    total_params_considered: plan.total,
    masked_params: plan.zeros,
    hyperparameters: { scoring, mask },
    per_param: Object.fromEntries(reports),
    per_layer_allocations: reportLayers(plan.tensors),
    overrides: mask.overrides.map((override) => reportOverride(override, plan)),
    validation: validatePruning(plan.tensors),
  };
}

function reportTensor(cut: TensorCut, { scores, index, meanScore }: RankedTensor): ParameterReport {
  const ratio = cut.size === 0 ? 0 : cut.zeros / cut.size;
  const score_stats = {
    min: index.size === 0 ? 0 : valueOf(index.keyAt(0)),
    max: index.size === 0 ? 0 : valueOf(index.keyAt(index.size - 1)),
    mean: meanScore,
    std: scores.length < 2 ? 0 : sampleDeviation(scores, meanScore),
    threshold: cut.threshold,
    masked_ratio: ratio,
  };
  return { numel: cut.size, masked: cut.zeros, ratio, mean_importance: meanScore, score_stats };
}

function reportLayers(cuts: readonly TensorCut[]): Record<string, LayerReport> {
  const layers = new Map<string, LayerReport>();
  for (const { group, size, zeros, threshold } of cuts) {
    const before = layers.get(group);
    const same = before === undefined || before.threshold === threshold;
    const sums = { masked: (before?.masked ?? 0) + zeros, layer_size: (before?.layer_size ?? 0) + size };
    layers.set(group, { ...sums, threshold: same ? threshold : null });
  }
  return Object.fromEntries(layers);
}

function reportOverride({ target, sparsity }: Override, { groups }: MaskPlan): OverrideReport {
  const own = groups.filter(({ override }) => override === target);
  const sum = (of: (group: GroupCut) => number): number => own.reduce((total, group) => total + of(group), 0);
  return { target, ratio_requested: sparsity, numel: sum(({ size }) => size), masked: sum(({ zeros }) => zeros) };
}
