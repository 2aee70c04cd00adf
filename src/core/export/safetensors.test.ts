import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32Values, InvalidSafetensorsError, readSafetensors, UnwritableTensorError, writeSafetensors } from './safetensors';

function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function file(header: string, data = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const out = new Uint8Array(8 + text.length + data);
  new DataView(out.buffer).setUint32(0, text.length, true);
  out.set(text, 8);
  return out;
}

const entry = (begin: number, end: number, shape = [(end - begin) / 4]): string =>
  JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, end] });

describe('writeSafetensors and readSafetensors', () => {
  it('give back what was written, whatever the names', () => {
    const tensors = fc.uniqueArray(fc.record({ name: fc.string({ unit: 'binary' }), values: fc.array(fc.float(), { maxLength: 20 }) }), {
      selector: (row) => row.name,
    });
    fc.assert(
      fc.property(tensors, (rows) => {
        fc.pre(rows.every((row) => row.name !== '__metadata__'));
        const arrays = rows.map((row) => ({ name: row.name, shape: [row.values.length], data: Float32Array.from(row.values) }));
        const read = readSafetensors(join(writeSafetensors(arrays)));
        expect(read.tensors.size).toBe(arrays.length);
        for (const { name, data } of arrays) expect(float32Values(read.tensors.get(name)!)).toEqual(data);
      }),
    );
  });

  it('keep metadata, put wide elements first and align every array', () => {
    const parts = writeSafetensors(
      [
        { name: 'mask', shape: [3], data: Uint8Array.of(1, 0, 1) },
        { name: '__proto__', shape: [1, 2], data: Float32Array.of(1.5, -2) },
      ],
      new Map([['producer', 'gaprune']]),
    );
    const read = readSafetensors(join(parts));
    expect([...read.tensors.keys()]).toEqual(['__proto__', 'mask']);
    expect(read.metadata.get('producer')).toBe('gaprune');
    expect(parts[0]!.length % 8).toBe(0);
  });

  it('read a file of the public writer to the same bytes', () => {
    const original = new Uint8Array(readFileSync('tests/fixtures/golden/tiny-bert/golden.safetensors'));
    const { tensors } = readSafetensors(original);
    const arrays = [...tensors].map(([name, t]) => ({ name, shape: t.shape, data: float32Values(t) ?? t.bytes }));
    expect(join(writeSafetensors(arrays)).length).toBe(original.length);
    expect(Buffer.compare(join(writeSafetensors(arrays)), original)).toBe(0);
  });

  it('refuse two tensors of one name and a shape that does not fit', () => {
    const data = Float32Array.of(1);
    expect(() => writeSafetensors([{ name: 'a', shape: [2], data }])).toThrow(UnwritableTensorError);
    expect(() =>
      writeSafetensors([
        { name: 'a', shape: [1], data },
        { name: 'a', shape: [1], data },
      ]),
    ).toThrow('share a name');
  });
});

describe('readSafetensors refuses', () => {
  const huge = new Uint8Array(16).fill(0xff);
  it.each([
    ['an empty file', new Uint8Array(0), 'fewer than the 8', 'byte 0'],
    ['a hostile header length', huge, 'is over 100000000', 'byte 0'],
    ['a header past the end', file('{}').subarray(0, 9), 'ends after the file', 'byte 0'],
    ['a header that is not JSON', file('{'), 'not JSON', 'byte 8'],
    ['a header that is a list', file('[]'), 'not a JSON object', 'byte 8'],
    ['an unknown element type', file('{"a":{"dtype":"F3","shape":[],"data_offsets":[0,4]}}', 4), 'tensor "a": dtype', 'byte 8'],
    ['a negative dimension', file(`{"a":${entry(0, 4, [-1])}}`, 4), 'tensor "a": shape.0', 'byte 8'],
    ['a shape that needs other bytes', file(`{"a":${entry(0, 4, [2])}}`, 4), 'needs 8', 'byte 8'],
    ['a shape that overflows', file(`{"a":${entry(0, 4, [2 ** 40, 2 ** 40])}}`, 4), 'needs', 'byte 8'],
    ['an overlap', file(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), '"b" overlaps', 'byte'],
    ['a hole', file(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), 'hole', 'byte'],
    ['data past the end', file(`{"a":${entry(0, 8)}}`, 4), 'ends after the file', 'byte'],
    ['bytes of no tensor', file(`{"a":${entry(0, 4)}}`, 8), '4 bytes belong to no tensor', 'byte'],
    ['metadata that are not texts', file('{"__metadata__":{"a":1}}'), '__metadata__', 'byte 8'],
  ])('%s', (_, bytes, message, place) => {
    expect(() => readSafetensors(bytes)).toThrow(InvalidSafetensorsError);
    expect(() => readSafetensors(bytes)).toThrow(message);
    expect(() => readSafetensors(bytes)).toThrow(place);
  });

  it('every truncation and every single damaged header byte, with a typed error or a valid result', () => {
    const good = join(writeSafetensors([{ name: 'a', shape: [2], data: Float32Array.of(1, 2) }]));
    for (let length = 0; length < good.length; length++) {
      expect(() => readSafetensors(good.subarray(0, length))).toThrow(InvalidSafetensorsError);
    }
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
        const bad = good.slice();
        bad[at] = value;
        try {
          readSafetensors(bad);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidSafetensorsError);
        }
      }),
    );
  });
});
