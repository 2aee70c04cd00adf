import type { Choices } from './random';

/** Flip, set, insert, delete, copy or cut a few bytes, as a bad disk, a bad network or a blind attacker does. */
export function mutateBytes(input: Uint8Array, choose: Choices): Uint8Array {
  let bytes = Uint8Array.from(input);
  for (let edits = 1 + choose.below(3); edits > 0; edits--) bytes = EDITS[choose.below(EDITS.length)]?.(bytes, choose) ?? bytes;
  return bytes;
}

type Edit = (bytes: Uint8Array<ArrayBuffer>, choose: Choices) => Uint8Array<ArrayBuffer>;

const EDITS: readonly Edit[] = [
  (bytes, choose) => {
    const at = choose.below(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << choose.below(8));
    return bytes;
  },
  (bytes, choose) => {
    bytes[choose.below(bytes.length)] = choose.of([0, 1, 0x7f, 0x80, 0xfe, 0xff]);
    return bytes;
  },
  (bytes, choose) => {
    const at = choose.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), Uint8Array.of(choose.below(256)), bytes.subarray(at));
  },
  (bytes, choose) => {
    const [start, end] = span(bytes, choose);
    return joined(bytes.subarray(0, start), bytes.subarray(end));
  },
  (bytes, choose) => {
    const [start, end] = span(bytes, choose);
    const at = choose.below(bytes.length + 1);
    return joined(bytes.subarray(0, at), bytes.subarray(start, end), bytes.subarray(at));
  },
  (bytes, choose) => bytes.slice(0, choose.below(bytes.length + 1)),
];

function span(bytes: Uint8Array, choose: Choices): readonly [start: number, end: number] {
  const start = choose.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + choose.below(32))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
