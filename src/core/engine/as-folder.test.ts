import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ODD_DATA, loadModelFolder, modelFolder, withOddData } from '../../../tests/support/models';
import { InvalidArchiveError } from '../archive/read-zip';
import { UnsafeNameError } from '../archive/safe-path';
import { zipBlob } from '../archive/write-zip';
import { writePruned } from '../export/pruned-files';
import { openEmbeddingModel } from '../model/embedding-model';
import { summarizeModel } from '../model/summary';
import { sizeOf } from '../tensor';
import { asFolder } from './as-folder';
import type { NamedFile } from './types';

const file = (name: string, content: BlobPart = name): NamedFile => ({ name, content: new Blob([content]) });
const zip = async (name: string, ...paths: readonly string[]): Promise<NamedFile> => ({
  name,
  content: await zipBlob(paths.map((path) => ({ name: path, content: path }))),
});
const given = async (...files: readonly NamedFile[]) => {
  const { name, entries } = await asFolder(files);
  return [name, ...entries.keys()];
};

describe('asFolder', () => {
  it('takes the folders that hold all files off their paths', async () => {
    expect(await given(file('m/config.json'), file('m/onnx/model.onnx'))).toEqual(['m', 'config.json', 'onnx/model.onnx']);
    expect(await given(file('down/m/onnx/model.onnx'), file('down/m/1_Pooling/config.json'))).toEqual([
      ...['m', 'onnx/model.onnx', '1_Pooling/config.json'],
    ]);
    expect(await given(file('onnx/model.onnx'), file('onnx/model.onnx_data'))).toEqual([
      'model',
      'onnx/model.onnx',
      'onnx/model.onnx_data',
    ]);
  });

  it('takes loose files in any order', async () => {
    expect(await given(file('tokenizer.json'), file('my.onnx'), file('config.json'))).toEqual([
      ...['my', 'tokenizer.json', 'my.onnx', 'config.json'],
    ]);
  });

  it('unpacks an archive, with or without a folder in it, and what lies beside it', async () => {
    expect(await given(await zip('bge.zip', 'model.onnx', 'config.json'))).toEqual(['bge', 'model.onnx', 'config.json']);
    const littered = await zip('download.zip', 'bge/onnx/model.onnx', '__MACOSX/bge/._model.onnx', 'bge/.DS_Store');
    expect(await given(littered)).toEqual(['bge', 'onnx/model.onnx']);
    expect(await given(file('tokenizer.json'), await zip('bge.ZIP', 'model.onnx'))).toEqual(['bge', 'tokenizer.json', 'model.onnx']);
  });

  it('opens the archive of a real model', async () => {
    const folder = loadModelFolder('tiny-bert');
    const content = await zipBlob([...folder].map(([path, bytes]) => ({ name: `tiny-bert/${path}`, content: bytes })));
    const { name, entries } = await asFolder([{ name: 'x.zip', content }]);
    expect(summarizeModel(openEmbeddingModel(name, entries))).toMatchObject({ name: 'tiny-bert', refusal: null, lacksTokenizer: false });
  });

  it('refuses what the reader of archives refuses', async () => {
    const archive = new Uint8Array(await (await zip('a.zip', 'model.onnx', 'config.json')).content.arrayBuffer());
    const text = Buffer.from(archive).toString('latin1');
    const changed = (from: string, to: string): NamedFile => file('a.zip', Buffer.from(text.replaceAll(from, to), 'latin1'));
    await expect(asFolder([changed('config.json', '../../.json')])).rejects.toThrow(UnsafeNameError);
    const twice = await zip('b.zip', 'a.onnx', 'b.onnx');
    const same = Buffer.from(new Uint8Array(await twice.content.arrayBuffer()))
      .toString('latin1')
      .replaceAll('b.onnx', 'a.onnx');
    await expect(asFolder([file('b.zip', Buffer.from(same, 'latin1'))])).rejects.toThrow();
    await expect(asFolder([file('a.zip', archive.slice(0, archive.length - 30))])).rejects.toThrow(InvalidArchiveError);
    await expect(asFolder([file('a.zip', 'no archive')])).rejects.toThrow(InvalidArchiveError);
  });
});

it('a lone ONNX file says that it needs a tokenizer, and is whole with one beside it', async () => {
  const read = (path: string) => readFileSync(new URL(path, modelFolder('tiny-bert')));
  const lone = file('lone.onnx', read('onnx/model.onnx'));
  const summary = async (...files: readonly NamedFile[]) => {
    const { name, entries } = await asFolder(files);
    return summarizeModel(openEmbeddingModel(name, entries));
  };
  expect(await summary(lone)).toMatchObject({ name: 'lone', lacksTokenizer: true });
  expect(await summary(lone, file('tokenizer.json', read('tokenizer.json')))).toMatchObject({
    name: 'lone',
    lacksTokenizer: false,
    refusal: null,
  });
});

/** A file that must not be read. */
class Unread extends Blob {
  override arrayBuffer(): never {
    throw new Error('This file is of no use, and was read.');
  }
}

it.each(['as files', 'as an archive'])('a data file has any name, and weights in other formats beside it are not read, %s', async (how) => {
  const files = [...withOddData()].map(([path, content]) => {
    const isOther = /(pytorch|openvino)_model/.test(path);
    return { name: `m/${path}`, content: isOther && how === 'as files' ? new Unread() : new Blob([content.slice()]) };
  });
  const given = how === 'as files' ? files : [{ name: 'm.zip', content: await zipBlob(files) }];
  const { name, entries } = await asFolder(given);
  const model = openEmbeddingModel(name, entries);
  expect([...model.files.external.keys()]).toEqual([ODD_DATA]);
  expect([...entries.keys()].filter((path) => path.endsWith('.bin'))).toEqual([`onnx/${ODD_DATA}`]);
  const [weight] = model.parameters;
  const mask = new Uint8Array(sizeOf(weight?.shape ?? [])).fill(1);
  const pruned = writePruned(model, new Map([[weight?.name ?? '', mask]]));
  expect(pruned.zerosInMasked).toBe(mask.length);
  expect([...pruned.folder.keys()].sort()).toEqual([...entries.keys()].sort());
});
