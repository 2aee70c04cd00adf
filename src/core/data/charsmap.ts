import { InvalidTokenizerError } from './errors';

/** A grapheme of this many bytes or more is looked up character by character. */
const LONG_GRAPHEME = 6;
/** How many graphemes are kept with what becomes of them. */
const REMEMBERED = 10_000;
const PLAIN = /^[ -~]*$/;
/** A grapheme never goes on from one character of printable ASCII to another. */
const BETWEEN_ASCII = /(?<=[ -~])(?=[ -~])/;

const utf8 = new TextEncoder();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The character map that sentencepiece compiles into a model (`precompiled_charsmap`): the bytes of a double array over UTF-8 prefixes, and the
 * replacements, each ended by a zero. The file comes from a stranger: nothing outside the map is read.
 *
 * As Python's `tokenizers` reads it (https://github.com/huggingface/spm_precompiled): a short grapheme is replaced as a whole by what its first
 * known prefix becomes, a long one character by character.
 */
export class Charsmap {
  private readonly known = new Map<string, string>();
  /** Whether some printable ASCII is changed, which the maps of sentencepiece never do. */
  private readonly changesAscii: boolean;

  private constructor(
    private readonly units: Uint32Array,
    private readonly replacements: Uint8Array,
  ) {
    this.changesAscii = Array.from({ length: 95 }, (_, i) => this.find(Uint8Array.of(32 + i))).some((found) => found !== null);
  }

  /** @throws InvalidTokenizerError */
  static parse(base64: unknown): Charsmap {
    const bytes = typeof base64 === 'string' ? decodeBase64(base64) : null;
    if (bytes === null || bytes.length < 4) throw damaged('is not what it should be');
    const view = new DataView(bytes.buffer);
    const size = view.getUint32(0, true);
    if (size % 4 !== 0 || size > bytes.length - 4) throw damaged('is cut off');
    const units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
    return new Charsmap(units, bytes.subarray(4 + size));
  }

  /** @throws InvalidTokenizerError when the map points outside itself */
  normalize(text: string): string {
    if (this.changesAscii) return this.ofGraphemes(text);
    if (PLAIN.test(text)) return text;
    return text
      .split(BETWEEN_ASCII)
      .map((part) => (PLAIN.test(part) ? part : this.ofGraphemes(part)))
      .join('');
  }

  private ofGraphemes(text: string): string {
    let out = '';
    for (const { segment } of graphemes.segment(text)) out += this.ofGrapheme(segment);
    return out;
  }

  private ofGrapheme(grapheme: string): string {
    const known = this.known.get(grapheme);
    if (known !== undefined) return known;
    const bytes = utf8.encode(grapheme);
    const whole = bytes.length < LONG_GRAPHEME ? this.find(bytes) : null;
    const found = whole ?? Array.from(grapheme, (character) => this.find(utf8.encode(character)) ?? character).join('');
    if (this.known.size < REMEMBERED) this.known.set(grapheme, found);
    return found;
  }

  /** What the first prefix that the map knows becomes. A unit of the array holds a label, an offset and whether a value follows. */
  private find(key: Uint8Array): string | null {
    let position = offsetOf(this.unit(0));
    for (const byte of key) {
      if (byte === 0) return null;
      position ^= byte;
      const unit = this.unit(position);
      if ((unit & 0x8000_00ff) !== byte) return null;
      position ^= offsetOf(unit);
      if ((unit & 0x100) !== 0) return this.replacement(this.unit(position) & 0x7fff_ffff);
    }
    return null;
  }

  private unit(position: number): number {
    const unit = this.units[position];
    if (unit === undefined) throw damaged('points outside itself');
    return unit;
  }

  private replacement(start: number): string {
    const end = this.replacements.indexOf(0, start);
    if (start >= this.replacements.length) throw damaged('points outside itself');
    try {
      const bytes = this.replacements.subarray(start, end === -1 ? undefined : end);
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (cause) {
      throw damaged('holds what is not text', cause);
    }
  }
}

function offsetOf(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function damaged(problem: string, cause?: unknown): InvalidTokenizerError {
  return new InvalidTokenizerError(`The character map of the tokenizer ${problem}.`, 'tokenizer.json', { cause });
}
