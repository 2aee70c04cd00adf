/** Hand-made protocol buffers, for files that no encoder of ours would write. */

type Field = readonly number[];

const text = new TextEncoder();

export function varint(value: number | bigint): number[] {
  const out: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest >= 128n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...out, Number(rest)];
}

export const int = (field: number, value: number | bigint): Field => [...varint(field * 8), ...varint(value)];
export const float = (field: number, value: number): Field => [...varint(field * 8 + 5), ...new Uint8Array(Float32Array.of(value).buffer)];
export const bytes = (field: number, value: ArrayLike<number>): Field => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...Array.from(value),
];
export const string = (field: number, value: string): Field => bytes(field, text.encode(value));
export const message = (field: number, ...fields: readonly Field[]): Field => bytes(field, fields.flat());

/** A `ModelProto` with this graph, IR version 8 and opset 17. */
export const model = (...graph: readonly Field[]): Uint8Array =>
  Uint8Array.from([...int(1, 8), ...message(7, ...graph), ...message(8, string(1, ''), int(2, 17))]);

export const node = (opType: string, inputs: readonly string[], outputs: readonly string[], ...more: readonly Field[]): Field =>
  message(1, ...inputs.map((name) => string(1, name)), ...outputs.map((name) => string(2, name)), string(4, opType), ...more);

/** An initializer of the graph. */
export const tensor = (name: string, dataType: number, dims: readonly (number | bigint)[], ...data: readonly Field[]): Field =>
  message(5, ...dims.map((dim) => int(1, dim)), int(2, dataType), string(8, name), ...data);

export const input = (name: string): Field => message(11, string(1, name));
export const output = (name: string): Field => message(12, string(1, name));

/** A float32 initializer in an external data file. */
export const external = (name: string, dims: readonly number[], entries: Readonly<Record<string, string>>): Field =>
  tensor(name, 1, dims, ...Object.entries(entries).map(([key, value]) => message(13, string(1, key), string(2, value))), int(14, 1));
