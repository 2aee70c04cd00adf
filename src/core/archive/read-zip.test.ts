import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { InvalidArchiveError, readZip } from './read-zip';
import { UnsafeNameError } from './safe-path';
import { zipBlob } from './write-zip';

const text = new TextEncoder();
const CRC = Uint32Array.from({ length: 256 }, (_, n) =>
  Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n),
);
const crc32 = (data: Uint8Array): number => ~data.reduce((c, byte) => (CRC[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), ~0) >>> 0;

interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly declaredSize?: number;
  readonly flags?: number;
}

/** A deflated archive, written byte by byte so that it can be wrong. */
function archive(entries: readonly Entry[]): Blob {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, data, declaredSize = data.length, flags = 0 } of entries) {
    const packed = deflateRawSync(data);
    const bytes = text.encode(name);
    const common = [2, flags, 8, 0, 0x21] as const;
    const head = (signature: number, extra: number): DataView => {
      const view = new DataView(new ArrayBuffer(extra));
      view.setUint32(0, signature, true);
      const at = extra === 30 ? 4 : 6;
      if (extra === 46) view.setUint16(4, 20, true);
      [20, ...common.slice(1)].forEach((value, i) => view.setUint16(at + 2 * i, value, true));
      view.setUint32(at + 10, crc32(data), true);
      view.setUint32(at + 14, packed.length, true);
      view.setUint32(at + 18, declaredSize, true);
      view.setUint16(at + 22, bytes.length, true);
      return view;
    };
    const local = head(0x04034b50, 30);
    const central = head(0x02014b50, 46);
    central.setUint32(42, offset, true);
    parts.push(new Uint8Array(local.buffer), bytes, packed);
    directory.push(new Uint8Array(central.buffer), bytes);
    offset += 30 + bytes.length + packed.length;
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length, true);
  end.setUint16(10, entries.length, true);
  end.setUint32(
    12,
    directory.reduce((sum, part) => sum + part.length, 0),
    true,
  );
  end.setUint32(16, offset, true);
  return new Blob([...parts, ...directory, new Uint8Array(end.buffer)] as BlobPart[]);
}

const contents = async (blob: Blob): Promise<[string, string][]> =>
  Promise.all((await readZip(blob)).map(async ({ name, content }) => [name, await content.text()] as [string, string]));

describe('readZip', () => {
  it('reads what it wrote, and deflated files in folders', async () => {
    const stored = await zipBlob([
      { name: 'run.json', content: '{"é": 1}' },
      { name: 'onnx/model.onnx', content: [Uint8Array.of(65), Uint8Array.of(66)] },
    ]);
    expect(await contents(stored)).toEqual([['run.json', '{"é": 1}'], ['onnx/model.onnx', 'AB']]); // prettier-ignore
    const deflated = archive([{ name: 'a/b.txt', data: text.encode('hello '.repeat(1000)) }]);
    expect(await contents(deflated)).toEqual([['a/b.txt', 'hello '.repeat(1000)]]);
  });

  it.each(['../a', '/a', 'a/../../b', 'C:/a', 'a\\..\\b', 'a//b', './a'])('refuses the name %j', async (name) => {
    await expect(readZip(archive([{ name, data: text.encode('x') }]))).rejects.toThrow(UnsafeNameError);
  });

  it('refuses two files of one name', async () => {
    const twice = { name: 'a', data: text.encode('x') };
    await expect(readZip(archive([twice, twice]))).rejects.toThrow(/share a name|ambiguous/i);
  });

  it('refuses a bomb before it unpacks anything, and one that lies about its size while it does', async () => {
    const zeros = new Uint8Array(1 << 20);
    await expect(readZip(archive([{ name: 'bomb', data: zeros }]), { files: 10, bytes: 1 << 19 })).rejects.toThrow(
      'more than 524288 bytes',
    );
    await expect(readZip(archive([{ name: 'bomb', data: zeros, declaredSize: 10 }]))).rejects.toThrow(InvalidArchiveError);
    const many = Array.from({ length: 4 }, (_, i) => ({ name: `f${i}`, data: text.encode('x') }));
    await expect(readZip(archive(many), { files: 3, bytes: 100 })).rejects.toThrow('more than 3 files');
  });

  it('refuses what is damaged, cut off, encrypted or no archive', async () => {
    const good = new Uint8Array(await archive([{ name: 'a', data: text.encode('hello hello hello') }]).arrayBuffer());
    const flipped = good.slice();
    flipped[35]! ^= 0x55;
    for (const bytes of [flipped, good.slice(0, good.length - 5), good.slice(10), text.encode('no zip at all'), new Uint8Array()]) {
      await expect(readZip(new Blob([bytes]))).rejects.toThrow(InvalidArchiveError);
    }
    await expect(readZip(archive([{ name: 'a', data: text.encode('x'), flags: 1 }]))).rejects.toThrow(InvalidArchiveError);
  });
});
