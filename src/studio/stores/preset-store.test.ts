import { expect, test } from 'vitest';
import { maskSettings, scoringSettings } from '../../core/gaprune/settings';
import { builtInPresets, withPreset, type BuiltInPreset } from './built-in-presets';
import { readPresets, usePresets } from './preset-store';

const settings = { scoring: scoringSettings.parse({ gamma: 2 }), mask: maskSettings.parse({ sparsity: 0.7, layers: ['all'] }) };

test('what is stored is read back, and what is damaged is left out', () => {
  const stored = JSON.stringify([{ name: 'mine', ...settings }, { name: '' }, 3, { name: 'bad', scoring: {}, mask: { sparsity: 7 } }]);
  expect(readPresets(stored)).toEqual([{ name: 'mine', ...settings }]);
  for (const bad of [null, '', '{', '{}', '[null]']) expect(readPresets(bad)).toEqual([]);
  expect(readPresets('[{"name":"old","scoring":{},"mask":{}}]')).toEqual([
    { name: 'old', scoring: scoringSettings.parse({}), mask: maskSettings.parse({}) },
  ]);
});

test('presets are listed by name, one per name', () => {
  const { save, remove } = usePresets.getState();
  save('b', settings);
  save('a', settings);
  save('b', { ...settings, scoring: scoringSettings.parse({}) });
  expect(usePresets.getState().presets.map(({ name, scoring }) => [name, scoring.gamma])).toEqual([
    ['a', 2],
    ['b', 0.5],
  ]);
  remove('a');
  expect(usePresets.getState().presets.map(({ name }) => name)).toEqual(['b']);
});

test('a built-in preset keeps what is chosen, and how much', () => {
  for (const preset of Object.keys(builtInPresets) as BuiltInPreset[]) {
    expect(withPreset(preset, settings).mask).toMatchObject({ sparsity: 0.7, layers: ['all'] });
  }
  expect(withPreset('reference', settings).scoring).toEqual(scoringSettings.parse({}));
});
