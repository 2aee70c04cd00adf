import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openFixture } from '../../../../tests/support/models';
import { maskSettings } from '../../../core/gaprune/settings';
import { choiceOf, chosenNames } from './choose';

const { parameters } = openFixture('tiny-bert');
const names = parameters.filter(({ prunable }) => prunable).map(({ name }) => name);

test('any set of weights can be chosen, whatever types and filter say', () => {
  const settings = fc.record({
    layers: fc.constantFrom(['mlp' as const], ['attention' as const, 'mlp_up' as const], ['all' as const]),
    nameFilter: fc.constantFrom('', 'dense', '/layer.1/'),
    excludedLayers: fc.constantFrom([], [0]),
  });
  fc.assert(
    fc.property(settings, fc.subarray(names, { minLength: 1 }), (change, wanted) => {
      const mask = maskSettings.parse(change);
      const choice = choiceOf(parameters, mask, new Set(wanted));
      expect([...chosenNames(parameters, { ...mask, ...choice })]).toEqual(wanted);
    }),
  );
});

test('a layer that goes as a whole is left out as a layer, and a single weight by its name', () => {
  const mask = maskSettings.parse({ layers: ['linear'] });
  const all = chosenNames(parameters, mask);
  const without = new Set([...all].filter((name) => !name.includes('layer.0.') && !name.includes('layer.1.intermediate')));
  expect(choiceOf(parameters, mask, without)).toEqual({
    excludedLayers: [0],
    includedWeights: [],
    excludedWeights: ['encoder.layer.1.intermediate.dense.weight'],
  });
  expect(choiceOf(parameters, mask, all)).toEqual({ excludedLayers: [], includedWeights: [], excludedWeights: [] });
});
