import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIXTURES, loadGolden, relativeDifference } from '../../../tests/support/golden';
import { storedToHost } from '../interpreter/stored-to-host';
import { findParameters } from '../model/parameters';
import { readModel } from '../onnx/read-model';
import { transpose } from '../tensor';
import { fisherMeans } from './methods/fisher-means';
import { scoreTensor } from './scoring';
import { scoringSettings } from './settings';

/** The weights of a fixture model in PyTorch layout, by name. */
function readWeights(model: string): Map<string, { shape: readonly number[]; weights: Float32Array }> {
  const { graph } = readModel(readFileSync(new URL(`models/${model}/onnx/model.onnx`, FIXTURES)));
  const found = new Map<string, { shape: readonly number[]; weights: Float32Array }>();
  for (const { name, initializer, shape, transposed } of findParameters(graph)) {
    const stored = graph.initializers.get(initializer);
    if (stored === undefined) continue;
    const values = Float32Array.from(storedToHost(stored).data);
    const [rows = 1, columns = 1] = stored.dims;
    found.set(name, { shape, weights: transposed ? transpose(values, rows, columns) : values });
  }
  return found;
}

// The GenAI export joins q, k and v in one initializer; its weights are those of tiny-qwen3.
describe.each(['tiny-bert', 'tiny-bert-cls-dynamo', 'tiny-distilbert', 'tiny-qwen3', 'tiny-qwen3-legacy'] as const)(
  'importance of whole weights of %s',
  (model) => {
    it('agrees with PyTorch, from weights, Fisher information and mean gradients', () => {
      const golden = loadGolden(model);
      const weights = readWeights(model);
      let worst = 0;
      for (const [name, tensor] of Object.entries(golden.json.tensors)) {
        const found = weights.get(name);
        if (!tensor.candidate || found === undefined) continue;
        expect(found.shape, name).toEqual(tensor.shape);
        const statistics = {
          name,
          shape: tensor.shape,
          fisherGeneral: golden.array('fisher_general', name),
          fisherDomain: golden.array('fisher_domain', name),
          gradGeneral: golden.array('grad_general', name),
          gradDomain: golden.array('grad_domain', name),
          tensorAlignment: tensor.tensor_alignment,
          conflictRate: tensor.conflict_rate,
        };
        const scores = scoreTensor(
          { statistics, weights: found.weights, means: fisherMeans([statistics]), inputs: null, sparsity: 0.5 },
          scoringSettings.parse({}),
        );
        worst = Math.max(worst, relativeDifference(scores, golden.array('dai', name)));
        weights.delete(name);
      }
      expect(worst).toBeLessThan(1e-6);
      const candidates = Object.entries(golden.json.tensors).filter(([, tensor]) => tensor.candidate);
      expect(candidates.filter(([name]) => weights.has(name))).toEqual([]);
    });
  },
);
