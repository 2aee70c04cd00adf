import type { ModelSummary, ParameterSummary } from '../../core/engine/types';
import { formatCount } from '../format';
import { text } from '../text';

/** What the rows or columns of a weight are: their name, and where one head ends and the next begins. */
export interface Axis {
  readonly label: string;
  /** Rows or columns of one head; null where there are none. */
  readonly headSize: number | null;
}

type Weight = Pick<ParameterSummary, 'types' | 'shape' | 'name'>;

/** The axes of a weight in PyTorch layout (out_features × in_features), as far as its kind tells. */
export function axesOf(
  { types, shape, name }: Weight,
  { attention }: Pick<ModelSummary, 'attention'>,
): { readonly rows: Axis; readonly columns: Axis } {
  const words = text.tensor.axes;
  const plain = (label: string): Axis => ({ label, headSize: null });
  const heads = (label: string, size: number | undefined): Axis => {
    const fits = attention !== null && size !== undefined && size % attention.headDim === 0 && size > attention.headDim;
    return { label, headSize: fits ? attention.headDim : null };
  };
  if (types.includes('attn_q') || types.includes('attn_k') || types.includes('attn_v'))
    return { rows: heads(words.output, shape[0]), columns: plain(words.input) };
  if (types.includes('attn_o')) return { rows: plain(words.output), columns: heads(words.input, shape[1]) };
  if (types.includes('mlp_gate') || types.includes('mlp_up')) return { rows: plain(words.neurons), columns: plain(words.input) };
  if (types.includes('mlp_down')) return { rows: plain(words.output), columns: plain(words.neurons) };
  if (types.includes('embed')) {
    const rows = name.includes('position') ? words.positions : name.includes('type') ? words.tokenTypes : words.tokens;
    return { rows: plain(rows), columns: plain(words.hidden) };
  }
  return { rows: plain(shape.length < 2 ? words.vector : words.output), columns: plain(shape.length < 2 ? words.elements : words.input) };
}

/** Whole numbers to write along an axis: evenly spaced by 1, 2 or 5 times a power of 10, at least `apart` pixels from each other. */
export function axisTicks(from: number, to: number, pixels: number, apart: number): number[] {
  const rough = Math.max(1, apart / pixels);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.ceil(to / step) - first) }, (_, i) => (first + i) * step);
}

/** "Rows: output features, 0 to 383 (12 heads of 32)". */
export function describeAxis(which: string, { label, headSize }: Axis, size: number): string {
  const heads = headSize === null ? '' : ` (${text.tensor.axes.heads(size / headSize, headSize)})`;
  return `${which}: ${label}, 0–${formatCount(size - 1)}${heads}`;
}
