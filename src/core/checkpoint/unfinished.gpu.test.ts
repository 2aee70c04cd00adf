import { afterEach, expect, test } from 'vitest';
import { analysisSettings } from '../gaprune/settings';
import { PrivateFiles } from '../private-files/private-files';
import type { WorkPlace } from './places';
import { UnfinishedWork, type Work } from './unfinished';

const data = (name: string) => ({ name, content: new Blob([name]), reading: { fields: null, skipBadRecords: false } });
const work = (key: string): Work => ({
  ...{ key, modelName: key, model: [], settings: analysisSettings.parse({}), device: 'wasm' },
  ...{ general: data('general.json'), domain: data('domain.json') },
});

/** Work that is under way in a tab, with one checkpoint. */
async function underWay(key: string): Promise<WorkPlace> {
  const place = await new UnfinishedWork().begin(work(key), () => ({ done: 1, total: 2 }));
  await place.slots.write(0, [new TextEncoder().encode(key)]);
  return place;
}
const kept = async (place: WorkPlace): Promise<string> => new TextDecoder().decode((await place.slots.read(0)) ?? new Uint8Array());

afterEach(async () => {
  const files = new PrivateFiles('checkpoints');
  for (const id of await files.list([])) await files.remove([id]);
});

test('what another tab is at is not offered, however late it is; what was let go is', async () => {
  const first = await underWay('first');
  const second = await underWay('second');
  first.release();
  expect((await new UnfinishedWork().latest())?.record.key).toBe('first');
  second.release();
});

test('what another tab is at is offered once that tab lets it go unfinished', async () => {
  const place = await underWay('first');
  const offered = new UnfinishedWork().latest();
  place.release();
  expect((await offered)?.record.key).toBe('first');
});

test('what another tab finishes is not offered', async () => {
  const place = await underWay('first');
  const offered = new UnfinishedWork().latest();
  await place.slots.clear();
  place.release();
  expect(await offered).toBeNull();
});

test('of two tabs at the same work, the one that begins again goes on with its own', async () => {
  const first = await underWay('same');
  const second = await new UnfinishedWork(50).begin(work('same'), () => ({ done: 1, total: 2 }));
  expect(await kept(second)).toBe('');
  first.release();
  await second.slots.write(0, [new TextEncoder().encode('second')]);
  const again = await new UnfinishedWork().begin(work('same'), () => ({ done: 1, total: 2 }));
  expect(await kept(again)).toBe('same');
  second.release();
  again.release();
});

test('work that begins removes what nobody is at, and leaves what another tab is at', async () => {
  const [left, held] = [await underWay('left'), await underWay('held')];
  left.release();
  const own = await underWay('own');
  expect(await kept(left)).toBe('');
  expect(await kept(held)).toBe('held');
  held.release();
  own.release();
});
