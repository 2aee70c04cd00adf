import type { MaskSettings, ScoringSettings } from '../gaprune/settings';

/** What `evaluation_config.json` is made from; the zeros are those counted in the exported model, pruned or not. */
export interface EvaluationFacts {
  readonly model: string;
  readonly batchSize: number;
  readonly method: ScoringSettings['method'];
  readonly mask: MaskSettings;
  /** Names of the files with the statistics the scores were made from, or null. */
  readonly statisticsFile: string | null;
  /** Elements of all weights of the model. */
  readonly totalWeights: number;
  /** Zeros among them, counted in the file. */
  readonly zeroWeights: number;
  /** Zeros the mask planned. */
  readonly maskedWeights: number;
  /** SHA-256 of the model's files that went in and came out, by relative path. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** `evaluation_config.json` with the reference's field names (section 10). */
export interface EvaluationConfig {
  readonly model_path: string;
  readonly batch_size: number;
  readonly sparsify_layers: readonly string[];
  readonly pruning_method: ScoringSettings['method'];
  readonly meta: {
    readonly unstructured_pruning: { readonly unstructured_pct: number; readonly unstructured_scoring: ScoringSettings['method'] };
    readonly score_files: Readonly<Record<'general_fisher_scores' | 'domain_fisher_scores' | 'alignment_scores', string | null>>;
    readonly mask_accounting: {
      readonly total_params_before: number;
      readonly total_params_after: number;
      readonly masked_params: number;
      readonly masked_ratio: number;
      readonly zero_params_counted: number;
      readonly unstructured_masked_params_reported: number;
    };
    /** Not of the reference: hashes by relative path. */
    readonly sha256: { readonly inputs: Readonly<Record<string, string>>; readonly outputs: Readonly<Record<string, string>> };
  };
}

export function evaluationConfig(facts: EvaluationFacts): EvaluationConfig {
  const { model, batchSize, method, mask, statisticsFile, totalWeights, zeroWeights, maskedWeights, inputs, outputs } = facts;
  return {
    model_path: model,
    batch_size: batchSize,
    sparsify_layers: mask.layers,
    pruning_method: method,
    meta: {
      unstructured_pruning: { unstructured_pct: mask.sparsity, unstructured_scoring: method },
      score_files: { general_fisher_scores: statisticsFile, domain_fisher_scores: statisticsFile, alignment_scores: statisticsFile },
      mask_accounting: {
        total_params_before: totalWeights,
        total_params_after: totalWeights - zeroWeights,
        masked_params: zeroWeights,
        masked_ratio: totalWeights === 0 ? 0 : zeroWeights / totalWeights,
        zero_params_counted: zeroWeights,
        unstructured_masked_params_reported: maskedWeights,
      },
      sha256: { inputs, outputs },
    },
  };
}
