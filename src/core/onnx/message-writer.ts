const text = new TextEncoder();

/** One protocol-buffer message, written by `write`. */
export function message(write: (out: MessageWriter) => void): Uint8Array {
  const writer = new MessageWriter();
  write(writer);
  return writer.finish();
}

/** Collects the fields of one protocol-buffer message. */
export class MessageWriter {
  private readonly parts: Uint8Array[] = [];
  private size = 0;

  int(field: number, value: number): void {
    this.push(varint(field * 8));
    this.push(varint(value));
  }

  float(field: number, value: number): void {
    this.push(varint(field * 8 + 5));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.push(bytes);
  }

  string(field: number, value: string): void {
    this.bytes(field, text.encode(value));
  }

  message(field: number, write: (out: MessageWriter) => void): void {
    this.bytes(field, message(write));
  }

  bytes(field: number, value: Uint8Array): void {
    this.push(varint(field * 8 + 2));
    this.push(varint(value.length));
    this.push(value);
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  private push(part: Uint8Array): void {
    this.parts.push(part);
    this.size += part.length;
  }
}

const INT64_MAX = 2n ** 63n - 1n;

/** 2^63, the float64 nearest to INT64_MAX, stands for INT64_MAX: exporters write it for "to the end". */
function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value >= 2 ** 63 ? INT64_MAX : BigInt.asUintN(64, BigInt(value));
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}
