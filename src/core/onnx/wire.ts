import type { ByteSource } from '../bytes/byte-source';
import { OnnxFormatError } from './errors';

/** Protocol-buffer wire types that ONNX uses. Groups (3, 4) are refused. */
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;

/** A byte order mark is part of the name: two names must not become one. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes of a file that are read at once around a position. */
const WINDOW = 1 << 16;

/** The part of a file that a cursor is in; all of it where it is in memory. */
class Window {
  private view: Uint8Array;
  private start = 0;

  constructor(private readonly file: ByteSource) {
    this.view = file instanceof Uint8Array ? file : new Uint8Array();
  }

  byteAt(position: number): number | undefined {
    const at = position - this.start;
    if (at >= 0 && at < this.view.length) return this.view[at];
    this.view = this.file.subarray(position, Math.min(this.file.length, position + WINDOW));
    this.start = position;
    return this.view[0];
  }
}

/**
 * A cursor over one protocol-buffer message. Every read is bounded by the message's own end, so a length can never reach
 * outside it; nothing is allocated that the bytes present do not back.
 *
 * Typical use: `while (wire.next()) switch (wire.field) { case 1: name = wire.string(); break; default: wire.skip(); }`
 */
export class Wire {
  field = 0;
  private type = 0;
  private position: number;

  /** @param start first byte of the message in `bytes`; @param end one past its last byte. */
  constructor(
    readonly bytes: ByteSource,
    start = 0,
    private readonly end = bytes.length,
    private readonly window = new Window(bytes),
  ) {
    this.position = start;
  }

  /** Offset of the next byte to read, from the start of the file. */
  get offset(): number {
    return this.position;
  }

  /** Advance to the next field; false at the end of the message. */
  next(): boolean {
    if (this.position >= this.end) return false;
    const at = this.position;
    const key = this.unsigned();
    this.field = Math.floor(key / 8);
    this.type = key % 8;
    if (this.field < 1 || this.field > 536870911) throw new OnnxFormatError('A field has an impossible number.', `byte ${at}`);
    return true;
  }

  /** A signed integer (int32, int64, enum, bool). Beyond 2^53 it is the nearest float64. */
  int(): number {
    this.expect(VARINT);
    return this.signed();
  }

  /** A 32-bit float. */
  float(): number {
    this.expect(FIXED32);
    return this.float32();
  }

  string(): string {
    const [start, end] = this.range();
    try {
      return utf8.decode(this.bytes.subarray(start, end));
    } catch (cause) {
      throw new OnnxFormatError('A text is not valid UTF-8.', `byte ${start}`, { cause });
    }
  }

  /** The extent of a length-delimited field: `[start, end)` as offsets in the file. */
  range(): readonly [start: number, end: number] {
    this.expect(DELIMITED);
    const at = this.position;
    const length = this.unsigned();
    const start = this.position;
    if (length > this.end - start) {
      throw new OnnxFormatError(`A field claims ${length} bytes where ${this.end - start} are left.`, `byte ${at}`);
    }
    this.position = start + length;
    return [start, this.position];
  }

  /** A sub-message. */
  message(): Wire {
    const [start, end] = this.range();
    return new Wire(this.bytes, start, end, this.window);
  }

  /** A repeated integer field, packed or not: appends to `into`. */
  ints(into: number[]): void {
    if (this.type !== DELIMITED) {
      into.push(this.int());
      return;
    }
    const packed = this.message();
    while (packed.position < packed.end) into.push(packed.signed());
  }

  /** A repeated float field, packed or not: appends to `into`. */
  floats(into: number[]): void {
    if (this.type !== DELIMITED) {
      into.push(this.float());
      return;
    }
    const packed = this.message();
    while (packed.position < packed.end) into.push(packed.float32());
  }

  /** True when the current field is length-delimited (a packed list, a text, a message). */
  get delimited(): boolean {
    return this.type === DELIMITED;
  }

  skip(): void {
    if (this.type === VARINT) this.signed();
    else if (this.type === FIXED64) this.advance(8);
    else if (this.type === FIXED32) this.advance(4);
    else this.range();
  }

  private expect(type: number): void {
    if (this.type !== type) {
      throw new OnnxFormatError(`Field ${this.field} has wire type ${this.type}, not ${type}.`, `byte ${this.position}`);
    }
  }

  private advance(length: number): number {
    const at = this.position;
    if (length > this.end - at) throw new OnnxFormatError('The file ends inside a field.', `byte ${at}`);
    this.position = at + length;
    return at;
  }

  private float32(): number {
    const at = this.advance(4);
    const { buffer, byteOffset } = this.bytes.subarray(at, at + 4);
    return new DataView(buffer, byteOffset, 4).getFloat32(0, true);
  }

  /** A length or key: a varint below 2^53. */
  private unsigned(): number {
    const at = this.position;
    const value = this.signed();
    if (value < 0 || !Number.isSafeInteger(value)) throw new OnnxFormatError('A length is out of range.', `byte ${at}`);
    return value;
  }

  private signed(): number {
    const at = this.position;
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    let big = BigInt(value);
    for (let i = 7; i < 10; i++) {
      const byte = this.byte();
      big |= BigInt(byte & 0x7f) << BigInt(7 * i);
      if (byte < 0x80) return Number(BigInt.asIntN(64, big));
    }
    throw new OnnxFormatError('A number is longer than ten bytes.', `byte ${at}`);
  }

  private byte(): number {
    const byte = this.position < this.end ? this.window.byteAt(this.position) : undefined;
    if (byte === undefined) throw new OnnxFormatError('The file ends inside a number.', `byte ${this.position}`);
    this.position++;
    return byte;
  }
}
