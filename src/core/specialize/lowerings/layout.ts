import type { Value } from '../../ir/ops';
import { sizeOf } from '../../tensor';
import type { Entry } from '../entry';
import { type Lowering, type LoweringContext, device } from '../lowering';

/** ONNX Reshape: 0 copies a dimension (unless allowzero), −1 is what is left. */
const reshape: Lowering = (c) => {
  const x = c.value(0);
  const wanted = c.intsFrom('shape', 1) ?? [];
  const copied = wanted.map((dim, axis) => (dim === 0 && c.int('allowzero', 0) === 0 ? (x.shape[axis] ?? 0) : dim));
  const known = copied.filter((dim) => dim !== -1).reduce((a, b) => a * b, 1);
  return device(
    c.b.reshape(
      x,
      copied.map((dim) => (dim === -1 ? sizeOf(x.shape) / known : dim)),
    ),
  );
};

const flatten: Lowering = (c) => {
  const x = c.value(0);
  const axis = c.int('axis', 1);
  const split = axis < 0 ? axis + x.shape.length : axis;
  return device(c.b.reshape(x, [sizeOf(x.shape.slice(0, split)), sizeOf(x.shape.slice(split))]));
};

const squeeze: Lowering = (c) => {
  const x = c.value(0);
  const axes = c.intsFrom('axes', 1)?.map((axis) => c.axis(axis));
  return device(
    c.b.reshape(
      x,
      x.shape.filter((dim, axis) => (axes === undefined ? dim !== 1 : !axes.includes(axis))),
    ),
  );
};

const unsqueeze: Lowering = (c) => {
  const x = c.value(0);
  const axes = c.intsFrom('axes', 1) ?? [];
  const rank = x.shape.length + axes.length;
  const added = new Set(axes.map((axis) => c.axis(axis, rank)));
  const rest = [...x.shape];
  return device(
    c.b.reshape(
      x,
      Array.from({ length: rank }, (_, axis) => (added.has(axis) ? 1 : (rest.shift() ?? 1))),
    ),
  );
};

const transpose: Lowering = (c) => {
  const x = c.value(0);
  const perm = c.node.attributes.get('perm');
  const permutation = perm?.kind === 'ints' ? perm.value : x.shape.map((_, axis) => x.shape.length - 1 - axis);
  return device(c.b.transpose(x, permutation));
};

/** Parts without elements, such as an empty cache, are left out beside others. */
const concat: Lowering = (c) => {
  const all = Array.from({ length: c.inputCount }, (_, index) => index);
  const filled = all.filter((index) => sizeOf(c.shape(index)) > 0);
  const values = (filled.length === 0 ? all : filled).map((index) => c.value(index));
  const [only] = values;
  if (only !== undefined && values.length === 1) return device(only);
  return device(c.b.node('Concat', values, { axis: c.axis(c.int('axis', 0)) }));
};

function sliceAlong(c: LoweringContext, x: Value, axis: number, start: number, end: number): Value {
  return c.b.node('Slice', [x], {
    starts: x.shape.map((_, i) => (i === axis ? start : 0)),
    ends: x.shape.map((dim, i) => (i === axis ? end : dim)),
    steps: x.shape.map(() => 1),
  });
}

const split: Lowering = (c) => {
  const x = c.value(0);
  const axis = c.axis(c.int('axis', 0));
  const size = x.shape[axis] ?? 0;
  const parts = c.node.outputs.length;
  const sizes =
    c.intsFrom('split', 1) ??
    Array.from({ length: parts }, (_, i) => Math.min(Math.ceil(size / parts), size - i * Math.ceil(size / parts)));
  let start = 0;
  return sizes.map((length): Entry => {
    const value = sliceAlong(c, x, axis, start, start + length);
    start += length;
    return { kind: 'device', value };
  });
};

const slice: Lowering = (c) => {
  const x = c.value(0);
  const starts = c.intsFrom('starts', 1) ?? [];
  const ends = c.intsFrom('ends', 2) ?? [];
  const axes = (c.intsFrom('axes', 3) ?? starts.map((_, i) => i)).map((axis) => c.axis(axis));
  const steps = c.intsFrom('steps', 4) ?? starts.map(() => 1);
  if (steps.some((step) => step < 1)) throw c.refuse('runs backwards');
  const clamp = (position: number, size: number): number => Math.min(size, Math.max(0, position < 0 ? position + size : position));
  const along = <T>(pick: (index: number, size: number) => T, otherwise: (size: number) => T): T[] =>
    x.shape.map((size, axis) => (axes.includes(axis) ? pick(axes.indexOf(axis), size) : otherwise(size)));
  return device(
    c.b.node('Slice', [x], {
      starts: along(
        (i, size) => clamp(starts[i] ?? 0, size),
        () => 0,
      ),
      ends: along(
        (i, size) => clamp(ends[i] ?? size, size),
        (size) => size,
      ),
      steps: along(
        (i) => steps[i] ?? 1,
        () => 1,
      ),
    }),
  );
};

const pad: Lowering = (c) => {
  const x = c.value(0);
  const pads = c.intsFrom('pads', 1) ?? [];
  const zero = c.has(2) ? c.constantInts(2).every((value) => value === 0) : c.float('value', 0) === 0;
  if (c.string('mode', 'constant') !== 'constant' || !zero || c.has(3)) throw c.refuse('pads with something else than zeros');
  if (pads.some((value) => value < 0)) throw c.refuse('pads by a negative amount');
  return device(c.b.node('Pad', [x], { before: pads.slice(0, x.shape.length), after: pads.slice(x.shape.length) }));
};

/** Rows of a table (any indices), or a few fixed positions along an axis of an activation. */
const gather: Lowering = (c) => {
  const axis = c.axis(c.int('axis', 0));
  const table = c.value(0);
  if (axis === 0 && c.b.inputs.includes(table)) return device(c.b.node('Gather', [table, c.value(1, 'int32')], {}));
  const indices = c.constantInts(1).map((index) => (index < 0 ? index + (table.shape[axis] ?? 0) : index));
  if (indices.length > 64) throw c.refuse('picks more than 64 positions of an activation');
  const parts = indices.map((index) => sliceAlong(c, table, axis, index, index + 1));
  const joined = parts.length === 1 && parts[0] !== undefined ? parts[0] : c.b.node('Concat', parts, { axis });
  return device(c.b.reshape(joined, [...table.shape.slice(0, axis), ...c.shape(1), ...table.shape.slice(axis + 1)]));
};

/** A repetition is a Concat of as many operands. */
const MAX_COPIES = 1024;

const tile: Lowering = (c) => {
  const repeats = c.constantInts(1);
  if (repeats.some((times) => times < 1 || times > MAX_COPIES)) throw c.refuse(`repeats an activation [${repeats}] times`);
  const tiled = repeats.reduce((value, times, axis) => {
    const copies = Array.from({ length: times }, () => value);
    return times === 1 ? value : c.b.node('Concat', copies, { axis });
  }, c.value(0));
  return device(tiled);
};

export const LAYOUT: ReadonlyMap<string, Lowering> = new Map<string, Lowering>([
  ['Reshape', reshape],
  ['Flatten', flatten],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Transpose', transpose],
  ['Expand', (c) => device(c.b.expand(c.value(0), c.constantInts(1)))],
  ['Concat', concat],
  ['Split', split],
  ['Slice', slice],
  ['Pad', pad],
  ['Gather', gather],
  ['Tile', tile],
]);
