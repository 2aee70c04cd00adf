import { expect, test } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { maskSettings, scoringSettings } from '../../core/gaprune/settings';
import { summarizeModel } from '../../core/model/summary';
import { differences } from './differences';
import { mostDifferent, overlapMap } from './overlap-map';

const settings = (mask: object, scoring: object = {}) => ({ mask: maskSettings.parse(mask), scoring: scoringSettings.parse(scoring) });

test('only what differs is listed', () => {
  const a = settings({ sparsity: 0.5 });
  expect(differences(a, settings({ sparsity: 0.5 }))).toEqual([]);
  expect(
    differences(a, settings({ sparsity: 0.6, layers: ['mlp', 'attn_q'], overrides: [{ target: 'mlp', sparsity: 0.1 }] }, { gamma: 1 })),
  ).toEqual([
    { setting: 'gamma', a: '0.5', b: '1' },
    { setting: 'layers', a: 'mlp', b: 'mlp, attn_q' },
    { setting: 'overrides', a: '–', b: '{"target":"mlp","sparsity":0.1}' },
    { setting: 'sparsity', a: '0.5', b: '0.6' },
  ]);
});

test('differences of masks lie in their layer and kind', () => {
  const model = summarizeModel(openFixture('tiny-bert'));
  const overlap = (name: string, onlyA: number) => ({ name: `encoder.layer.${name}.weight`, size: 10, both: 1, onlyA, onlyB: 1 });
  const overlaps = [
    overlap('0.attention.self.query', 2),
    overlap('1.output.dense', 4),
    { ...overlap('1.intermediate.dense', 0), onlyB: 0 },
  ];
  const { kinds, rows } = overlapMap(model, overlaps);
  expect(kinds.map(({ key }) => key)).toEqual(['attn_q', 'mlp_up', 'mlp_down']);
  expect(rows.map(({ label, cells }) => [label, ...cells])).toEqual([
    ['Layer 0', 0.3, null, null],
    ['Layer 1', null, 0, 0.5],
  ]);
  expect(mostDifferent(overlaps, 5).map(({ onlyA }) => onlyA)).toEqual([4, 2]);
});
