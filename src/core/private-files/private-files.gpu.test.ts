import { afterEach, expect, test } from 'vitest';
import { allowBytes } from '../../../tests/support/quota';
import { HubStorageError } from '../hub/errors';
import { PrivateParts } from '../hub/private-parts';
import { BrowserStorageError, FileGoneError } from './errors';
import { PrivateFiles } from './private-files';

const files = new PrivateFiles('test-files');
const text = async (path: string[]): Promise<string> => (await files.read(path)).text();
const large = (): Uint8Array[] => [new Uint8Array(200_000).fill(1), new Uint8Array(200_000).fill(2)];

afterEach(async () => {
  await allowBytes();
  await files.remove(['a']);
});

test('a file is there as it was written, and is gone when it was removed', async () => {
  await files.write(['a', 'b'], 'one');
  expect(await text(['a', 'b'])).toBe('one');
  expect(await files.list(['a'])).toEqual(['b']);
  await files.remove(['a', 'b']);
  await expect(files.read(['a', 'b'])).rejects.toThrow(FileGoneError);
});

test('without room a good file stays as it is, and a new one is not there at all', async () => {
  await files.write(['a', 'good'], 'good');
  for (const room of [0, 1000, 250_000]) {
    await allowBytes(room);
    await expect(files.write(['a', 'good'], large())).rejects.toThrow(BrowserStorageError);
    await expect(files.write(['a', 'new'], large())).rejects.toThrow('has no room');
    expect(await files.list(['a'])).toEqual(['good']);
    expect(await text(['a', 'good'])).toBe('good');
  }
  await allowBytes();
  await files.write(['a', 'good'], large());
  expect((await files.read(['a', 'good'])).size).toBe(400_000);
});

test('a download without room keeps what has arrived, and goes on from there', async () => {
  const parts = new PrivateParts();
  await parts.append('model', new Blob(['first ']));
  await allowBytes(1000);
  await expect(parts.append('model', new Blob(large() as BlobPart[]))).rejects.toThrow(HubStorageError);
  expect(await parts.size('model')).toBe(6);
  await allowBytes();
  await parts.append('model', new Blob(['second']));
  expect(await (await parts.read('model')).text()).toBe('first second');
  await parts.removeAll();
});
