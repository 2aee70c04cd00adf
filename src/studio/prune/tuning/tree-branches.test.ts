import { expect, test } from 'vitest';
import { openFixture } from '../../../../tests/support/models';
import { ROOT, branchesOf, leafLabel, selectedKeys, wantedAfter } from './tree-branches';

const parameters = openFixture('tiny-bert').parameters.filter(({ prunable }) => prunable);
const branches = branchesOf(parameters);
const names = parameters.map(({ name }) => name);
const inLayer = (layer: number): string[] => names.filter((name) => name.includes(`layer.${layer}.`));

test('layers come in order, the rest last', () => {
  expect(branches.map(({ label }) => label)).toEqual(['Layer 0', 'Layer 1', 'Outside the layers']);
  expect(branches[0]?.leaves.map(leafLabel)).toContain('attention.self.query');
});

test('a layer stands for its weights, the model for all of them', () => {
  const nothing = new Set<string>();
  const select = (keys: string[], chosen: ReadonlySet<string>): Set<string> => {
    const before = selectedKeys(branches, chosen);
    return wantedAfter(branches, before, new Set([...before, ...keys]), chosen);
  };
  expect([...select(['layer:0'], nothing)]).toEqual(inLayer(0));
  const all = select([ROOT], nothing);
  expect(all.size).toBe(names.length);
  const selected = selectedKeys(branches, all);
  expect([selected.has(ROOT), selected.has('layer:1'), selected.has('layer:null')]).toEqual([true, true, true]);
  const without = (key: string): Set<string> => wantedAfter(branches, selected, new Set([...selected].filter((one) => one !== key)), all);
  expect(inLayer(1).some((name) => without('layer:1').has(name))).toBe(false);
  const [leaf = ''] = inLayer(0);
  expect(without(leaf).size).toBe(names.length - 1);
  expect(selectedKeys(branches, without(leaf)).has('layer:0')).toBe(false);
});
