import { appendFileSync, closeSync, ftruncateSync, openSync, renameSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../tests/support/cli';
import { GOLDEN_MODELS } from '../../tests/support/golden';
import { modelFolder, openFixture } from '../../tests/support/models';
import { fileURLToPath } from 'node:url';
import { FileReadError } from '../core/bytes/errors';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { FileBytes } from './file-bytes';
import { readFolder } from './files';

const place = new Workplace();
afterAll(() => place.remove());

function fileOf(name: string, content: Uint8Array): string {
  const path = place.path(name);
  writeFileSync(path, content);
  return path;
}

describe('a file on disk', () => {
  it('gives any range of itself', () => {
    const content = Uint8Array.from({ length: 100 }, (_, i) => i);
    const bytes = new FileBytes(fileOf('ranges', content));
    expect(bytes.length).toBe(100);
    const ranges: readonly (readonly [start?: number, end?: number])[] = [[], [0, 0], [0, 1], [37, 64], [99, 100], [100, 100], [50]];
    for (const range of ranges) expect(bytes.subarray(...range)).toEqual(content.subarray(...range));
  });

  it('is read beyond 4 GiB', () => {
    const path = fileOf('sparse', new Uint8Array());
    const file = openSync(path, 'r+');
    const at = 5 * 2 ** 30;
    ftruncateSync(file, at + 8);
    writeSync(file, Uint8Array.of(1, 2, 3), 0, 3, at);
    closeSync(file);
    expect([...new FileBytes(path).subarray(at - 1, at + 4)]).toEqual([0, 1, 2, 3, 0]);
  });

  it.each([
    ['longer', (path: string) => appendFileSync(path, 'x')],
    ['other content', (path: string) => utimesSync(path, new Date(), new Date(2001, 1, 1))],
    ['another name', (path: string) => renameSync(path, `${path}.moved`)],
  ])('is refused once it has %s', (what, change) => {
    const path = fileOf(`changed ${what}`, new Uint8Array(10));
    const bytes = new FileBytes(path);
    expect(bytes.subarray(0, 2).length).toBe(2);
    change(path);
    expect(() => bytes.subarray(0, 2)).toThrow(FileReadError);
  });
});

describe.each(GOLDEN_MODELS)('%s, read by ranges', (name) => {
  it('is the model that it is in memory, weight by weight', () => {
    const inMemory = openFixture(name);
    const onDisk = openEmbeddingModel(name, readFolder(fileURLToPath(modelFolder(name))).files);
    expect(onDisk.parameters).toEqual(inMemory.parameters);
    for (const [initializer, tensor] of inMemory.tensors) {
      const read = onDisk.tensors.get(initializer)!.bytes;
      expect(Buffer.compare(read.subarray(), tensor.bytes.subarray()), initializer).toBe(0);
    }
  });
});
