import type { TensorCut } from '../gaprune/mask';

/** Whether the zeros are spread over the weights, with the reference's field names (section 10). */
export interface PruneValidation {
  /** Weights that lost between 1 and 99 %. */
  readonly parameters_with_mixed_pruning: number;
  /** Weights that lost 99 % or more. */
  readonly parameters_all_pruned: number;
  /** Weights that lost 1 % or less. */
  readonly parameters_none_pruned: number;
  readonly problematic_parameters: readonly { readonly name: string; readonly issue: 'all_pruned'; readonly ratio: number }[];
  readonly mixed_pruning_percentage: number;
  /** One sentence each: for every weight that is all pruned, and when fewer than 80 % are mixed. */
  readonly warnings: readonly string[];
}

/** Count the weights that lost some, all or none of their elements, and warn. Weights without elements are left out. */
export function validatePruning(cuts: readonly Pick<TensorCut, 'name' | 'size' | 'zeros'>[]): PruneValidation {
  const rows = cuts.filter(({ size }) => size > 0).map(({ name, size, zeros }) => ({ name, ratio: zeros / size }));
  const all = rows.filter(({ ratio }) => ratio >= 0.99);
  const mixed = rows.filter(({ ratio }) => ratio > 0.01 && ratio < 0.99).length;
  const percentage = rows.length === 0 ? 0 : (mixed / rows.length) * 100;
  const warnings = all.map(({ name, ratio }) => `${name} is pruned as a whole (${(ratio * 100).toFixed(1)} %).`);
  if (rows.length > 0 && percentage < 80) {
    warnings.push(`Only ${percentage.toFixed(1)} % of the weights are pruned in part; at least 80 % should be.`);
  }
  return {
    parameters_with_mixed_pruning: mixed,
    parameters_all_pruned: all.length,
    parameters_none_pruned: rows.length - mixed - all.length,
    problematic_parameters: all.map(({ name, ratio }) => ({ name, issue: 'all_pruned', ratio })),
    mixed_pruning_percentage: percentage,
    warnings,
  };
}
