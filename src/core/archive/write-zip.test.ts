import { describe, expect, it } from 'vitest';
import { UnsafeNameError } from './safe-path';
import { zipBlob, zipLength, type ZipEntry } from './write-zip';

const entries: ZipEntry[] = [
  { name: 'run.json', content: '{"é": 1}' },
  { name: 'onnx/model.onnx', content: [Uint8Array.of(1, 2), Uint8Array.of(3)] },
  { name: 'mask.bin', content: Uint8Array.of(4) },
  { name: 'data.json', content: new Blob(['[]']) },
];

/** Names and contents of a stored archive, read from its central directory. */
function unzip(archive: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  const files = new Map<string, Uint8Array>();
  for (let at = view.getUint32(end + 16, true), i = 0; i < view.getUint16(end + 10, true); i++) {
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    files.set(name, archive.subarray(start, start + view.getUint32(at + 24, true)));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

describe('zipBlob', () => {
  it('holds every file, has the length foretold, and is the same every time', async () => {
    const blob = await zipBlob(entries);
    expect(blob.type).toBe('application/zip');
    expect(blob.size).toBe(zipLength(entries));
    const archive = new Uint8Array(await blob.arrayBuffer());
    const files = unzip(archive);
    expect([...files.keys()]).toEqual(entries.map(({ name }) => name));
    expect(new TextDecoder().decode(files.get('run.json'))).toBe('{"é": 1}');
    expect([...(files.get('onnx/model.onnx') ?? [])]).toEqual([1, 2, 3]);
    expect([...(files.get('data.json') ?? [])]).toEqual([0x5b, 0x5d]);
    expect(new Uint8Array(await (await zipBlob(entries)).arrayBuffer())).toEqual(archive);
  });

  it.each(['', '/a', '../a', 'a/../../b', 'a\\b', 'c:a', 'a//b', 'a\u0000'])('refuses the name %j', async (name) => {
    await expect(zipBlob([{ name, content: '' }])).rejects.toThrow(UnsafeNameError);
  });

  it('refuses two files of one name', async () => {
    await expect(
      zipBlob([
        { name: 'a', content: '' },
        { name: 'a', content: '' },
      ]),
    ).rejects.toThrow('share a name');
  });
});
