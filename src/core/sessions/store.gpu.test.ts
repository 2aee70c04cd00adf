import { afterEach, beforeEach, expect, test } from 'vitest';
import { allowBytes } from '../../../tests/support/quota';
import { sha256Of } from '../export/sha256';
import { type RunManifest, readRunManifest, writeRunManifest } from '../export/run-manifest';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { SessionNotFoundError, SessionStorageError } from './errors';
import { PrivateFiles } from '../private-files/private-files';
import { readSessionFile, writeSessionFile } from './session-file';
import { type SessionFile, type SessionParts, SessionStore } from './store';

const store = new SessionStore();
const files = new PrivateFiles('sessions');
const blob = (text: string): Blob => new Blob([text]);
const text = (content: Blob): Promise<string> => content.text();

/** A session whose model and sets hold these texts. */
async function session(name: string, model = 'weights', general = 'general set'): Promise<SessionParts> {
  const onnx: SessionFile = { name: 'onnx/model.onnx', content: blob(model) };
  const config: SessionFile = { name: 'config.json', content: blob('{}') };
  const [generalFile, domainFile] = [
    { name: 'general.json', content: blob(general) },
    { name: 'domain.json', content: blob('domain set') },
  ];
  const data = async ({ name, content }: SessionFile) => ({
    fileName: name,
    sha256: await sha256Of(content),
    records: 2,
    fields: null,
    leftOut: 0,
    heldOut: 0,
    sample: null,
  });
  const manifest: RunManifest = {
    version: 1,
    program: '0.1.0',
    settings: analysisSettings.parse({}),
    modelFiles: { [onnx.name]: await sha256Of(onnx.content), [config.name]: await sha256Of(config.content) },
    generalData: await data(generalFile),
    domainData: await data(domainFile),
    device: 'wasm',
    elapsedMs: 12,
    losses: { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] },
    pairs: 1,
    tensors: [],
  };
  return {
    ...{ name, modelName: 'tiny', manifest, createdAt: '2026-01-02T03:04:05.000Z' },
    ...{ scoring: scoringSettings.parse({ beta: 0.25 }), mask: maskSettings.parse({ sparsity: 0.75 }), findings: null },
    manifestText: writeRunManifest(manifest),
    statistics: [Uint8Array.of(1, 2), Uint8Array.of(3)],
    model: [onnx, config],
    general: generalFile,
    domain: domainFile,
  };
}

async function clear(): Promise<void> {
  for (const { id } of await store.list()) await store.remove(id);
}
beforeEach(clear);
afterEach(clear);

test('a session comes back as it was kept', async () => {
  const parts = await session('first');
  const { id } = await store.add(parts);
  const opened = await store.open(id);
  expect(opened.record).toMatchObject({ name: 'first', modelName: 'tiny', runBytes: parts.manifestText.length + 3 });
  expect(opened.record.scoring.beta).toBe(0.25);
  expect(opened.record.mask.sparsity).toBe(0.75);
  expect(opened.record.findings).toBeNull();
  expect(opened.manifest).toEqual(readRunManifest(parts.manifestText));
  expect([...new Uint8Array(await opened.statistics.arrayBuffer())]).toEqual([1, 2, 3]);
  expect(await Promise.all(opened.model.map(async ({ name, content }) => [name, await text(content)]))).toEqual([
    ['onnx/model.onnx', 'weights'],
    ['config.json', '{}'],
  ]);
  expect([await text(opened.general!.content), await text(opened.domain!.content)]).toEqual(['general set', 'domain set']);
});

test('files that sessions share are kept once, and go with the last of them', async () => {
  const first = await store.add(await session('first'));
  const second = await store.add(await session('second', 'weights', 'another general set'));
  expect(await files.list(['content'])).toHaveLength(5);
  await store.remove(first.id);
  expect(await files.list(['content'])).toHaveLength(4);
  expect(await text((await store.open(second.id)).model[0]!.content)).toBe('weights');
  await store.remove(second.id);
  expect([await files.list(['content']), await files.list(['runs']), await store.list()]).toEqual([[], [], []]);
});

test('a session that cannot be kept whole leaves nothing behind', async () => {
  const parts = await session('broken');
  const unnamed = { name: 'extra.bin', content: blob('not in the run') };
  await expect(store.add({ ...parts, model: [...parts.model, unnamed] })).rejects.toThrow(SessionNotFoundError);
  expect([await files.list(['content']), await files.list(['runs']), await store.list()]).toEqual([[], [], []]);
});

test('without room, at whichever write, a session is not kept, and those that are there stay whole', async () => {
  const first = await store.add(await session('first'));
  const before = [await files.list(['content']), await files.list(['runs'])];
  // Model, general set and statistics are written one after another: each of them fails once.
  const size = 100_000;
  const large = async () => ({ ...(await session('second', 'a'.repeat(size), 'b'.repeat(size))), statistics: [new Uint8Array(size)] });
  for (const room of [0, 0.5 * size, 1.5 * size, 2.5 * size]) {
    await allowBytes(room);
    await expect(store.add(await large())).rejects.toThrow(SessionStorageError);
    await allowBytes();
    expect([await files.list(['content']), await files.list(['runs'])]).toEqual(before);
    expect((await store.list()).map(({ id }) => id)).toEqual([first.id]);
  }
  expect(await text((await store.open(first.id)).model[0]!.content)).toBe('weights');
  const { id } = await store.add(await large());
  const withBoth = await store.use();
  await store.remove(id);
  expect(withBoth.used! - (await store.use()).used!).toBeGreaterThan(3 * size);
});

test('names and settings can be changed; what is gone says so', async () => {
  const { id } = await store.add(await session('first'));
  await store.change(id, { name: 'renamed', mask: maskSettings.parse({ sparsity: 0.1 }) });
  expect((await store.list())[0]).toMatchObject({ id, name: 'renamed', mask: { sparsity: 0.1 } });
  await store.remove(id);
  await expect(store.open(id)).rejects.toThrow('not there any more');
  await expect(store.change(id, { name: 'x' })).rejects.toThrow(SessionNotFoundError);
});

test('a session goes out as one file and comes in again', async () => {
  const { id } = await store.add(await session('first'));
  const archive = await writeSessionFile(await store.open(id));
  const copy = await store.add(await readSessionFile(archive));
  expect(copy.id).not.toBe(id);
  const [a, b] = [await store.open(id), await store.open(copy.id)];
  expect({ ...b.record, id }).toEqual(a.record);
  expect(b.manifestText).toBe(a.manifestText);
  expect(await text(b.model[0]!.content)).toBe('weights');
});

test('a database that goes while it is open, as when a person clears it, is opened anew', async () => {
  await store.add(await session('first'));
  await new Promise<void>((done, fail) => {
    const request = indexedDB.deleteDatabase('gaprune-sessions');
    request.onsuccess = () => done();
    request.onerror = () => fail(request.error ?? new Error('not deleted'));
  });
  expect(await store.list()).toEqual([]);
  const { id } = await store.add(await session('second'));
  expect((await store.list()).map((record) => record.id)).toEqual([id]);
});
