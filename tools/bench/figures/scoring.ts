import { Pruner } from '../../../src/core/gaprune/pruner';
import { maskSettings, scoringSettings } from '../../../src/core/gaprune/settings';
import { type Figure, noTarget } from '../figure';
import { madeUpStatistics, miniLm } from '../models';
import { processorTime } from '../timing';

/** Every weight of the built-in model scored anew, and a plan for another sparsity. */
export const scoring: Figure = {
  name: 'scoring',
  measure({ root, samples }) {
    const model = miniLm(root);
    const pruner = new Pruner(model, madeUpStatistics(model));
    const mask = maskSettings.parse({ layers: ['all'] });
    let beta = 1;
    const change = processorTime(() => pruner.plan(scoringSettings.parse({ beta: (beta += 0.01) }), mask), Math.min(samples, 3));
    const { total } = pruner.plan(scoringSettings.parse({ beta }), mask).plan;
    return Promise.resolve([
      {
        figure: 'a change of β, all weights of MiniLM, processor time',
        target: noTarget,
        value: change,
        unit: ' ms',
        note: `${(total / 1e6).toFixed(1)} M weights`,
      },
    ]);
  },
};
