import { describe, expect, it } from 'vitest';
import { planMask } from '../gaprune/mask';
import { ScoreTable } from '../gaprune/scores';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import { evaluationConfig } from './evaluation-config';
import { pruneStats } from './prune-report';
import { validatePruning } from './prune-validation';

const table = new ScoreTable([
  { name: 'layers.0.up', layer: 0, group: 'layers.0', scores: Float32Array.of(1, 2, 3, 4) },
  { name: 'layers.0.down', layer: 0, group: 'layers.0', scores: Float32Array.of(5, 6) },
  { name: 'layers.1.up', layer: 1, group: 'layers.1', scores: Float32Array.of(7, 8, 9, 10) },
]);
const names = new Set(table.tensors.map(({ name }) => name));
const stats = (change: object) => {
  const mask = maskSettings.parse(change);
  return pruneStats(table, planMask(table, names, mask), scoringSettings.parse({}), mask);
};

describe('pruneStats', () => {
  it('tells what a global budget took', () => {
    const report = stats({ sparsity: 0.5 });
    expect(report).toMatchObject({
      unstructured_pct_requested: 0.5,
      actual_mask_ratio: 0.5,
      estimated_threshold: 5,
      masked_params: 5,
      total_params_considered: 10,
    });
    expect(report.per_param['layers.0.up']).toEqual({
      numel: 4,
      masked: 4,
      ratio: 1,
      mean_importance: 2.5,
      score_stats: { min: 1, max: 4, mean: 2.5, std: Math.sqrt(5 / 3), threshold: 5, masked_ratio: 1 },
    });
    expect(report.per_layer_allocations).toEqual({
      'layers.0': { masked: 5, layer_size: 6, threshold: 5 },
      'layers.1': { masked: 0, layer_size: 4, threshold: 5 },
    });
    expect(report.validation).toMatchObject({ parameters_with_mixed_pruning: 1, parameters_all_pruned: 1, parameters_none_pruned: 1 });
    expect(report.validation.warnings).toEqual([
      'layers.0.up is pruned as a whole (100.0 %).',
      'Only 33.3 % of the weights are pruned in part; at least 80 % should be.',
    ]);
  });

  it('gives every layer its threshold under a uniform budget', () => {
    const report = stats({ sparsity: 0.5, budget: 'uniform' });
    expect(report.estimated_threshold).toBeNull();
    expect(report.per_layer_allocations).toEqual({
      'layers.0': { masked: 3, layer_size: 6, threshold: 3 },
      'layers.1': { masked: 2, layer_size: 4, threshold: 8 },
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('validatePruning', () => {
  it('draws the lines at 1 and 99 %', () => {
    const cuts = [0, 1, 2, 98, 99, 100].map((zeros) => ({ name: `w${zeros}`, size: 100, zeros }));
    const result = validatePruning([...cuts, { name: 'empty', size: 0, zeros: 0 }]);
    expect(result).toMatchObject({ parameters_with_mixed_pruning: 2, parameters_all_pruned: 2, parameters_none_pruned: 2 });
    expect(result.problematic_parameters.map(({ name }) => name)).toEqual(['w99', 'w100']);
  });
});

describe('evaluationConfig', () => {
  it('accounts for the zeros counted in the file', () => {
    const config = evaluationConfig({
      model: 'tiny-bert',
      batchSize: 4,
      method: 'balanced',
      mask: maskSettings.parse({}),
      statisticsFile: 'statistics.safetensors',
      totalWeights: 10,
      zeroWeights: 4,
      maskedWeights: 3,
      inputs: { 'model.onnx': 'a' },
      outputs: { 'model.onnx': 'b' },
    });
    expect(config.meta.mask_accounting).toEqual({
      total_params_before: 10,
      total_params_after: 6,
      masked_params: 4,
      masked_ratio: 0.4,
      zero_params_counted: 4,
      unstructured_masked_params_reported: 3,
    });
    expect(config.meta.sha256).toEqual({ inputs: { 'model.onnx': 'a' }, outputs: { 'model.onnx': 'b' } });
    expect(config).toMatchObject({ model_path: 'tiny-bert', sparsify_layers: ['mlp'], pruning_method: 'balanced' });
  });
});
