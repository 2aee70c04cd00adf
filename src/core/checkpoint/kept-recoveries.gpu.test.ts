import { afterEach, expect, test } from 'vitest';
import { maskSettings, scoringSettings } from '../gaprune/settings';
import { PrivateFiles } from '../private-files/private-files';
import { recoverySettings } from '../recover/settings';
import { KeptRecoveries, type RecoveryWork } from './kept-recoveries';
import type { WorkPlace } from './places';

const recoveries = new KeptRecoveries(50);
const work = (run: string): RecoveryWork => ({
  ...{ run, scoring: scoringSettings.parse({}), mask: maskSettings.parse({ sparsity: 0.3 }), update: true, device: 'wasm' },
  recovery: recoverySettings.parse({ steps: 70 }),
});

/** A recovery that is under way, with one checkpoint. */
async function underWay(key: string, run: string): Promise<WorkPlace> {
  const place = await recoveries.begin(key, work(run), () => 32);
  if (place === null) throw new Error('Somebody is at it.');
  await place.slots.write(0, [new TextEncoder().encode(key)]);
  return place;
}

afterEach(async () => {
  const files = new PrivateFiles('recoveries');
  for (const id of await files.list([])) await files.remove([id]);
});

test('a recovery that was let go is offered with all that it takes to go on, where its analysis is open', async () => {
  (await underWay('a', 'analysis')).release();
  expect(await recoveries.latest('another')).toBeNull();
  expect(await recoveries.latest('analysis')).toMatchObject({ id: 'a', record: { ...work('analysis'), done: 32 } });
});

test('one that somebody is at is not offered, nor begun twice', async () => {
  const place = await underWay('a', 'analysis');
  expect(await recoveries.latest('analysis')).toBeNull();
  expect(await recoveries.begin('a', work('analysis'), () => 0)).toBeNull();
  place.release();
});

test('one that is finished or discarded is not offered, nor one whose record is damaged', async () => {
  const finished = await underWay('a', 'analysis');
  await finished.slots.clear();
  finished.release();
  expect(await recoveries.latest('analysis')).toBeNull();

  (await underWay('b', 'analysis')).release();
  await recoveries.discard('b');
  expect(await recoveries.latest('analysis')).toBeNull();

  (await underWay('c', 'analysis')).release();
  await new PrivateFiles('recoveries').write(['c', 'work.json'], '{"version":1}');
  expect(await recoveries.latest('analysis')).toBeNull();
});

test('another that begins takes its place', async () => {
  (await underWay('a', 'analysis')).release();
  (await underWay('b', 'analysis')).release();
  expect((await recoveries.latest('analysis'))?.id).toBe('b');
  expect(await new PrivateFiles('recoveries').list([])).toEqual(['b']);
});
