import type { QuantityScale } from '../../core/tiles/quantities';
import { quantiles } from '../../core/tiles/quantiles';
import { type Clip, rangeOfQuantiles } from '../colour/range';
import { type Scale, scaleFor } from '../colour/scale';

/** Cells that a range is made of, at most: sorting more would cost a frame. */
const SAMPLE = 2 ** 16;

/**
 * The colours of a picture that is looked at from afar and from near. Means of many weights lie closer together than single weights do, so
 * each has a range of its own: quantiles of the cells of the whole picture, and of single weights.
 */
export class Exposure {
  private readonly scales = new Map<string, Scale>();
  private cells: readonly number[] | null = null;
  private singles: readonly number[] | null = null;

  constructor(
    private readonly kind: QuantityScale,
    private readonly clip: Clip,
  ) {}

  /** The same values in other colours. */
  clipped(clip: Clip): Exposure {
    const next = new Exposure(this.kind, clip);
    next.cells = this.cells;
    next.singles = this.singles;
    return next;
  }

  measureCells(values: Float32Array): void {
    if (this.kind === 'share') return;
    const every = Math.ceil(values.length / SAMPLE);
    this.cells = quantiles(values.filter((_, at) => at % every === 0));
    this.scales.clear();
  }

  measureSingles(values: readonly number[]): void {
    this.singles = values;
    this.scales.clear();
  }

  /** The scale for cells of single weights, or of several; null before anything is known. */
  scale(ofSingles: boolean): Scale | null {
    const key = ofSingles ? 'singles' : 'cells';
    const known = this.scales.get(key);
    if (known !== undefined) return known;
    const values = ofSingles ? (this.singles ?? this.cells) : this.cells;
    if (values === null && this.kind !== 'share') return null;
    const scale = scaleFor(this.kind, rangeOfQuantiles(values ?? [], this.clip));
    this.scales.set(key, scale);
    return scale;
  }
}
