import type { OnnxNode } from '../../onnx/graph';
import type { Columns } from './columns';
import type { Uses } from './uses';

/** What a graph makes of the columns of a product. */
export type Parts =
  /** Three runs of columns, of so many each; `split` where nothing but one Split takes the product. */
  | { readonly kind: 'runs'; readonly sizes: readonly number[]; readonly split: OnnxNode | null }
  /** Three parts in every head: no part is one run of columns. */
  | { readonly kind: 'interleaved' };

interface Range {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
}

/** Follow a product through reshapes and transposes to where it is cut in three. Null where the graph does not show that. */
export function partsOf(uses: Uses, product: string, total: number, columns: Columns): Parts | null {
  const takers = uses.takers(product);
  const [node] = takers;
  if (node === undefined) return null;
  const cut = takers.length === 1 && node.opType === 'Split' ? cutBySplit(uses, node, columns) : cutByRanges(uses, takers, columns);
  if (cut !== null) {
    if (!columns.isOutermost(cut.axis)) return { kind: 'interleaved' };
    const width = total / cut.sizes.reduce((sum, size) => sum + size, 0);
    const isDirect = node.opType === 'Split' && columns.areLast && uses.count(product) === 1;
    return { kind: 'runs', sizes: cut.sizes.map((size) => size * width), split: isDirect ? node : null };
  }
  const next = takers.length === 1 ? passedOn(uses, node, columns) : null;
  const after = next === null ? null : partsOf(uses, node.outputs[0] ?? '', total, next);
  return after?.kind === 'runs' ? { ...after, split: null } : after;
}

/** The columns after a node that only arranges them. */
function passedOn(uses: Uses, node: OnnxNode, columns: Columns): Columns | null {
  switch (node.opType) {
    case 'Identity':
    case 'Cast':
      return columns;
    case 'Reshape': {
      const wanted = uses.wantedShape(node);
      return wanted === null ? null : columns.reshaped(wanted);
    }
    case 'Transpose': {
      const perm = node.attributes.get('perm');
      return perm?.kind === 'ints' ? columns.transposed(perm.value) : null;
    }
    case 'Unsqueeze':
    case 'Squeeze': {
      const axes = uses.integersOf(node, 'axes', 1);
      if (axes === null) return null;
      return node.opType === 'Squeeze' ? columns.squeezed(axes) : columns.unsqueezed(axes);
    }
    default:
      return null;
  }
}

interface Cut {
  readonly axis: number;
  readonly sizes: readonly number[];
}

function cutBySplit(uses: Uses, node: OnnxNode, columns: Columns): Cut | null {
  const axis = intOf(node, 'axis');
  const extent = columns.extentOf(axis);
  if (extent === null || node.outputs.length !== 3) return null;
  const sizes = uses.integersOf(node, 'split', 1) ?? (node.inputs.length < 2 ? [extent / 3, extent / 3, extent / 3] : []);
  return sizes.length === 3 && sizes.every(Number.isInteger) && sum(sizes) === extent ? { axis, sizes } : null;
}

/** Three Slices or Gathers that share one axis out among them, in order and without a gap. */
function cutByRanges(uses: Uses, takers: readonly OnnxNode[], columns: Columns): Cut | null {
  const ranges = takers.map((node) => rangeOf(uses, node, columns));
  const distinct = new Map<number, Range>();
  for (const range of ranges) {
    if (range === null || range.axis !== ranges[0]?.axis) return null;
    if ((distinct.get(range.start)?.end ?? range.end) !== range.end) return null;
    distinct.set(range.start, range);
  }
  const inOrder = [...distinct.values()].sort((a, b) => a.start - b.start);
  const axis = inOrder[0]?.axis ?? 0;
  const isWhole = inOrder.every(({ start }, index) => start === (inOrder[index - 1]?.end ?? 0));
  if (inOrder.length !== 3 || !isWhole || inOrder[2]?.end !== columns.extentOf(axis)) return null;
  return { axis, sizes: inOrder.map(({ start, end }) => end - start) };
}

function rangeOf(uses: Uses, node: OnnxNode, columns: Columns): Range | null {
  if (node.opType === 'Gather') {
    const axis = intOf(node, 'axis');
    const [index, second] = uses.integers(node.inputs[1] ?? '') ?? [];
    return index === undefined || second !== undefined ? null : within(columns, axis, index, index === -1 ? Infinity : index + 1);
  }
  if (node.opType !== 'Slice') return null;
  const [starts, ends, axes] = [uses.integersOf(node, 'starts', 1), uses.integersOf(node, 'ends', 2), uses.integersOf(node, 'axes', 3)];
  const steps = uses.integersOf(node, 'steps', 4) ?? [1];
  const [start, end, axis, step] = [starts?.[0], ends?.[0], axes?.[0], steps[0]];
  if (start === undefined || end === undefined || axis === undefined || axes?.length !== 1 || step !== 1) return null;
  return within(columns, axis, start, end);
}

/** A range with its ends counted from the axis's start. */
function within(columns: Columns, axis: number, start: number, end: number): Range | null {
  const extent = columns.extentOf(axis);
  if (extent === null) return null;
  const place = (index: number): number => Math.min(extent, index < 0 ? index + extent : index);
  return { axis, start: place(start), end: place(end) };
}

function intOf(node: OnnxNode, name: string): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : 0;
}

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
