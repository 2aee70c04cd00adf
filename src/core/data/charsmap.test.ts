import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FIXTURES } from '../../../tests/support/golden';
import { Charsmap } from './charsmap';
import { InvalidTokenizerError } from './errors';
import { mulberry32 } from './random';

const file = (name: string): unknown => JSON.parse(readFileSync(new URL(`tokenizers/${name}`, FIXTURES), 'utf8'));
const tokenizer = z.object({
  normalizer: z.object({ normalizers: z.tuple([z.object({ precompiled_charsmap: z.string() })], z.unknown()) }),
});
const NMT_NFKC = tokenizer.parse(file('xlm-roberta-compiled.json')).normalizer.normalizers[0].precompiled_charsmap;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** A map that knows one byte, and has this unit where its value is looked for. */
function smallMap(byte: number, value: number, replacements = 'x\0'): string {
  const units = new Uint32Array(512);
  units[0] = 256 << 10;
  units[256 ^ byte] = byte | 0x100 | (1 << 10);
  units[256 ^ byte ^ 1] = value;
  return base64(
    Buffer.concat(
      [Uint32Array.of(units.byteLength), units, Buffer.from(replacements, 'latin1')].map((part) =>
        Buffer.from(part.buffer, part.byteOffset, part.byteLength),
      ),
    ),
  );
}

describe('the map of nmt_nfkc', () => {
  const map = Charsmap.parse(NMT_NFKC);

  it('changes every character as Python does', () => {
    const { characters } = z.object({ characters: z.object({ end: z.int(), sha256: z.string() }) }).parse(file('expected.json'));
    const parts = Array.from({ length: characters.end / 256 }, (_, part) => {
      const codes = Array.from({ length: 256 }, (_, i) => 256 * part + i).filter((code) => code < 0xd800 || code > 0xdfff);
      return codes.map((code) => String.fromCodePoint(code)).join('\n');
    });
    // A line's end becomes a space.
    const text = parts.flatMap((part) => (part === '' ? [] : [map.normalize(part)])).join(' ');
    expect(createHash('sha256').update(text).digest('hex')).toBe(characters.sha256);
  });

  it('changes a short grapheme as a whole and a long one character by character', () => {
    expect(map.normalize('e\u0301')).toBe('é');
    expect(map.normalize('x ① e\u0301 \ufeff yz')).toBe('x 1 é   yz');
  });
});

it('a map may change ASCII', () => {
  expect(Charsmap.parse(smallMap(97, 0)).normalize('banana e\u0301')).toBe('bxnxnx e\u0301');
});

it.each([
  ['no text', null, 'is not what it should be'],
  ['no base64', '***', 'is not what it should be'],
  ['nothing', '', 'is not what it should be'],
  ['a length beyond the bytes', base64(Uint8Array.of(255, 255, 255, 255, 0)), 'is cut off'],
  ['no units', base64(Uint8Array.of(0, 0, 0, 0)), 'points outside itself'],
  ['a replacement beyond the bytes', smallMap(97, 2), 'points outside itself'],
  ['a replacement that is not UTF-8', smallMap(97, 0, '\xff\0'), 'holds what is not text'],
])('a map with %s is refused', (_, text, problem) => {
  expect(() => Charsmap.parse(text).normalize('a')).toThrow(
    new InvalidTokenizerError(`The character map of the tokenizer ${problem}.`, 'tokenizer.json'),
  );
});

it('whatever the bytes, it changes texts or refuses', () => {
  const next = mulberry32(5);
  const bytes = bytesOf(NMT_NFKC);
  let refused = 0;
  for (let round = 0; round < 16; round++) {
    const changed = bytes.slice(0, round % 4 === 0 ? Math.floor(next() * bytes.length) : bytes.length);
    for (let i = 0; i < 5_000; i++) changed[4 + Math.floor(next() * (changed.length - 4))] = Math.floor(next() * 256);
    try {
      Charsmap.parse(base64(changed)).normalize('É ①ﬁ が e\u0301\u0302 ＡＢＣ');
    } catch (error) {
      if (!(error instanceof InvalidTokenizerError)) throw error;
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(2);
});
