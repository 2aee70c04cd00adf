import { INTEGERS, TEXTS } from './hostile-values';
import { mutateBytes } from './mutate-bytes';
import type { Choices } from './random';

/** Which fields of a message are messages themselves. */
export interface MessageKind {
  readonly [field: number]: () => MessageKind;
}

/** A field of a protocol-buffer message, taken apart. `claims` is a length that is written in place of the true one. */
interface Field {
  number: number;
  wire: 0 | 1 | 2 | 5;
  varint: bigint;
  bytes: Uint8Array;
  message: Field[] | null;
  claims: bigint | null;
}

/**
 * Change a message as somebody would who knows the format: fields removed, doubled, exchanged, moved into other messages or nested, numbers and
 * texts at their bounds, lengths that lie. Everything around the change stays well-formed.
 */
export function mutateMessage(input: Uint8Array, kind: MessageKind, choose: Choices): Uint8Array {
  const root = takenApart(input, kind).map(copied);
  for (let edits = 1 + choose.below(3); edits > 0; edits--) {
    const fields = someMessage(root, choose);
    EDITS[choose.below(EDITS.length)]?.(fields, () => someMessage(root, choose), choose);
  }
  return Uint8Array.from(write(root));
}

/** A message somewhere in another, or that one. */
function someMessage(fields: Field[], choose: Choices): Field[] {
  const inner = choose.chance(0.8) ? choose.maybe(fields)?.message : null;
  return inner === null || inner === undefined ? fields : someMessage(inner, choose);
}

type Edit = (fields: Field[], another: () => Field[], choose: Choices) => void;

const EDITS: readonly Edit[] = [
  (fields, _, choose) => fields.splice(choose.below(fields.length), 1),
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field !== null) fields.splice(choose.below(fields.length + 1), 0, copied(field));
  },
  (fields, another, choose) => {
    const field = choose.maybe(fields);
    const target = another();
    if (field !== null) target.splice(choose.below(target.length + 1), 0, copied(field));
  },
  (fields, another, choose) => {
    const from = choose.maybe(another());
    const to = choose.maybe(fields);
    if (from !== null && to !== null) Object.assign(to, copied(from), { number: to.number });
  },
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field?.wire === 0) field.varint = choose.of(INTEGERS);
    else if (field?.wire === 2 && field.message === null) field.bytes = new TextEncoder().encode(choose.of(TEXTS));
  },
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field?.wire === 2 && field.message === null && field.bytes.length > 0) field.bytes = mutateBytes(field.bytes, choose);
  },
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field?.wire === 2) field.claims = choose.of(INTEGERS);
  },
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field !== null) field.number = choose.of([0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 13, 14, 15, 20, 25, 536870911]);
  },
  (fields, _, choose) => {
    const field = choose.maybe(fields);
    if (field?.message) field.message = [{ ...field, message: field.message }];
  },
  (fields, _, choose) => {
    const [a, b] = [choose.below(fields.length), choose.below(fields.length)];
    const [first, second] = [fields[a], fields[b]];
    if (first !== undefined && second !== undefined) [fields[a], fields[b]] = [second, first];
  },
];

function copied(field: Field): Field {
  const { number, wire, varint, bytes, message, claims } = field;
  return { number, wire, varint, bytes, message: message?.map(copied) ?? null, claims };
}

const known = new WeakMap<Uint8Array, Field[]>();

function takenApart(seed: Uint8Array, kind: MessageKind): Field[] {
  const fields = known.get(seed) ?? takeApart(seed, kind);
  known.set(seed, fields);
  return fields;
}

function takeApart(bytes: Uint8Array, kind: MessageKind): Field[] {
  const fields: Field[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const field: Field = { number: key >> 3, wire: wireOf(key & 7), varint: 0n, bytes: new Uint8Array(), message: null, claims: null };
    if (field.wire === 0) field.varint = varint();
    else {
      const length = field.wire === 2 ? Number(varint()) : field.wire === 1 ? 8 : 4;
      field.bytes = bytes.subarray(at, at + length);
      at += length;
      const inner = field.wire === 2 ? kind[field.number] : undefined;
      if (inner !== undefined) field.message = takeApart(field.bytes, inner());
    }
    fields.push(field);
  }
  return fields;
}

function wireOf(wire: number): Field['wire'] {
  if (wire === 0 || wire === 1 || wire === 2 || wire === 5) return wire;
  throw new Error(`A seed has wire type ${wire}.`);
}

function write(fields: readonly Field[]): number[] {
  const out: number[] = [];
  for (const { number, wire, varint, bytes, message, claims } of fields) {
    pushVarint(out, BigInt(number * 8 + wire));
    if (wire === 0) pushVarint(out, varint);
    else {
      const content = message === null ? bytes : write(message);
      if (wire === 2) pushVarint(out, claims ?? BigInt(content.length));
      for (const byte of content) out.push(byte);
    }
  }
  return out;
}

function pushVarint(out: number[], value: bigint): void {
  let rest = BigInt.asUintN(64, value);
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
}
