import { expect, it } from 'vitest';
import { readInWorker } from '../../../tests/support/blob-reader';
import { fetchModelFolder } from '../../../tests/support/fetch-model';
import { writePruned } from '../export/pruned-files';
import { openData } from '../data/formats';
import { sha256Of, sha256OfSource } from '../export/sha256';
import { openEmbeddingModel } from '../model/embedding-model';
import { sizeOf } from '../tensor';

it.each(['tiny-bert', 'tiny-qwen3-genai'])(
  '%s, read by ranges in a worker, is the model that it is in memory, pruned as well',
  async (name) => {
    const folder = await fetchModelFolder(name);
    const model = openEmbeddingModel(name, folder);
    const chosen = model.parameters.filter(({ types }) => types.includes('linear'));
    const masks = new Map(
      chosen.map((each) => [each.name, Uint8Array.from({ length: sizeOf(each.shape) }, (_, i) => Number(i % 3 === 0))]),
    );
    const files = new Map([...folder].map(([path, content]) => [path, new Blob([content as Uint8Array<ArrayBuffer>])]));
    const expected = writePruned(model, masks);
    const hashes = new Map<string, string>();
    for (const [path, content] of expected.folder) hashes.set(path, await sha256OfSource(content));
    const parameters = model.parameters.map((parameter) => parameter.name);
    expect(await readInWorker({ name, files, masks })).toEqual({ parameters, zeros: expected.zerosInMasked, hashes });
  },
);

/** A file that was chosen and then removed. */
async function removed(name: string): Promise<File> {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(new Uint8Array(100_000));
  await writable.close();
  const file = await handle.getFile();
  await root.removeEntry(name);
  return file;
}

it('names a data set that is not there any more, as it is opened and as an analysis begins', async () => {
  const content = await removed('mine.json');
  const gone = { code: 'FILE_READ', place: 'mine.json' };
  await expect(openData({ name: 'mine.json', content })).rejects.toMatchObject(gone);
  await expect(sha256Of(content)).rejects.toMatchObject(gone);
});

it('names the file of a model that is not there any more', async () => {
  const file = await removed('model.onnx');
  const files = new Map<string, Blob>([['onnx/model.onnx', file]]);
  expect(await readInWorker({ name: 'gone', files, masks: new Map() })).toMatchObject({
    error: { code: 'FILE_READ', place: 'onnx/model.onnx' },
  });
});
