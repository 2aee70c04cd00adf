import { planMask } from '../../../src/core/gaprune/mask';
import { ScoreTable } from '../../../src/core/gaprune/scores';
import { maskSettings } from '../../../src/core/gaprune/settings';
import { type Figure, atMost, noTarget } from '../figure';
import { madeUpTensors } from '../made-up-scores';
import { median } from '../timing';

const POSITIONS = 101;

/** Milliseconds of a plan at every whole per cent. */
function sweep(table: ScoreTable): number[] {
  const names = new Set(table.tensors.map(({ name }) => name));
  return Array.from({ length: POSITIONS }, (_, at) => {
    const settings = maskSettings.parse({ sparsity: at / (POSITIONS - 1) });
    const start = performance.now();
    planMask(table, names, settings);
    return performance.now() - start;
  });
}

/** Zero counts of each of 36 matrices at a new sparsity: a sweep of the slider over all positions, and sweeps after it. */
export const slider: Figure = {
  name: 'slider',
  async measure({ samples }) {
    const [small, large] = [new ScoreTable(madeUpTensors(1e6)), new ScoreTable(madeUpTensors(16e6))];
    // As the studio does before the slider can be moved.
    for (const table of [small, large]) for (const { index } of table.tensors) index.deal();
    const first = sweep(large);
    sweep(small);
    const [ofSmall, ofLarge]: [number[], number[]] = [[], []];
    for (let round = 0; round < samples; round++) {
      ofSmall.push(median(sweep(small)));
      ofLarge.push(median(sweep(large)));
    }
    const [million, sixteen] = [Math.min(...ofSmall), Math.min(...ofLarge)];
    return Promise.resolve([
      {
        figure: 'slider: zero counts for a new sparsity, 16 M weights, first sweep, median',
        target: atMost(4, ' ms'),
        value: median(first),
        unit: ' ms',
        note: `worst position ${Math.max(...first).toFixed(1)} ms; later sweeps ${sixteen.toFixed(2)} ms`,
      },
      {
        figure: 'slider: 16 M weights against 1 M, sweeps after the first',
        target: atMost(1.5, '×'),
        value: sixteen / million,
        unit: '×',
        note: `${sixteen.toFixed(3)} ms against ${million.toFixed(3)} ms`,
      },
      {
        figure: 'slider: mean of the first sweep, 16 M weights',
        target: noTarget,
        value: first.reduce((a, b) => a + b, 0) / POSITIONS,
        unit: ' ms',
        note: '',
      },
    ]);
  },
};
