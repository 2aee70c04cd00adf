import { ScoreTable } from '../../../src/core/gaprune/scores';
import { type Figure, atLeast, noTarget } from '../figure';
import { madeUpScores } from '../made-up-scores';
import { interleaved, processorTime } from '../timing';

const SIZE = 16_000_000;

/** An exact threshold against a sort: once with the scores to be counted first, once for the next threshold. */
export const threshold: Figure = {
  name: 'threshold',
  async measure({ samples }) {
    const tensor = { name: 'scores', layer: null, group: 'scores', scores: madeUpScores(SIZE, 1) };
    const table = new ScoreTable([tensor]);
    let k = SIZE / 2;
    table.tensors[0]?.index.deal();
    const rounds = Math.min(samples, 3);
    const sort = processorTime(() => tensor.scores.slice().sort(), rounds);
    const first = processorTime(() => new ScoreTable([tensor]).lowest(SIZE / 2), rounds);
    const { next } = await interleaved({ next: () => table.lowest((k = (k * 7 + 11) % SIZE)) }, 100);
    const note = `processor time: sort ${sort.toFixed(0)} ms, counting and a threshold ${first.toFixed(0)} ms, another threshold ${next.toFixed(3)} ms`;
    return [
      {
        figure: 'exact threshold of 16 M scores against Float32Array.sort, counting included',
        target: atLeast(20, '×'),
        value: sort / first,
        unit: '×',
        note,
      },
      { figure: 'the next threshold of the same scores against a sort', target: noTarget, value: sort / next, unit: '×', note: '' },
    ];
  },
};
