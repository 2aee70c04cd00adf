/**
 * Where the columns of a product lie in a tensor made of it by reshaping and transposing: for each axis the factor of the column's
 * number that it runs over, null for an axis of rows or tokens. In [batch, tokens, 3, heads, width] of 3·heads·width columns the last
 * three axes are factors 0, 1 and 2.
 */
export class Columns {
  private constructor(
    private readonly axes: readonly (number | null)[],
    private readonly extents: readonly number[],
    /** Whether the axes before the first one listed are all known. */
    private readonly isComplete: boolean,
  ) {}

  /** A product with all its columns on the last axis. @param rank null when it is not known */
  static of(total: number, rank: number | null): Columns {
    return new Columns([...Array<null>((rank ?? 1) - 1).fill(null), 0], [total], rank !== null);
  }

  /** Whether the columns are the last axis, as they left the product. */
  get areLast(): boolean {
    return this.extents.length === 1 && this.axes.at(-1) === 0;
  }

  /**
   * Row-major, the axes that the columns become are those whose product is their number. Null where that is not shown.
   * @param wanted dimensions; null and −1 for those that are computed
   */
  reshaped(wanted: readonly (number | null)[]): Columns | null {
    const [total] = this.extents;
    if (!this.areLast || total === undefined) return null;
    const extents = knownSuffix(wanted, total) ?? (this.keepsRows(wanted) ? completed(wanted.slice(this.axes.length - 1), total) : null);
    if (extents === null) return null;
    const rows = Array<null>(wanted.length - extents.length).fill(null);
    return new Columns([...rows, ...extents.keys()], extents, true);
  }

  /** Whether the axes before the columns stay: copied, or computed. */
  private keepsRows(wanted: readonly (number | null)[]): boolean {
    return this.isComplete && wanted.slice(0, this.axes.length - 1).every((extent) => extent === 0 || extent === null);
  }

  transposed(perm: readonly number[]): Columns | null {
    if (!this.isComplete || perm.length !== this.axes.length) return null;
    return new Columns(
      perm.map((axis) => this.axes[axis] ?? null),
      this.extents,
      true,
    );
  }

  unsqueezed(axes: readonly number[]): Columns | null {
    if (!this.isComplete) return null;
    const rank = this.axes.length + axes.length;
    const added = new Set(axes.map((axis) => (axis < 0 ? axis + rank : axis)));
    const kept = [...this.axes];
    const all = Array.from({ length: rank }, (_, axis) => (added.has(axis) ? null : (kept.shift() ?? null)));
    return new Columns(all, this.extents, true);
  }

  squeezed(axes: readonly number[]): Columns | null {
    const gone = new Set(axes.map((axis) => this.indexOf(axis)));
    if (!this.isComplete || [...gone].some((axis) => axis === null || this.axes[axis] !== null)) return null;
    return new Columns(
      this.axes.filter((_, axis) => !gone.has(axis)),
      this.extents,
      true,
    );
  }

  /** How long an axis of columns is; null for an axis of something else. */
  extentOf(axis: number): number | null {
    const factor = this.factorOf(axis);
    return factor === null ? null : (this.extents[factor] ?? null);
  }

  /** Whether a part of an axis is columns that lie together in the product: no factor before it varies. */
  isOutermost(axis: number): boolean {
    const factor = this.factorOf(axis);
    return factor !== null && this.extents.slice(0, factor).every((extent) => extent === 1);
  }

  private factorOf(axis: number): number | null {
    const index = this.indexOf(axis);
    return index === null ? null : (this.axes[index] ?? null);
  }

  private indexOf(axis: number): number | null {
    if (axis < 0) return this.axes.length + axis;
    return this.isComplete ? axis : null;
  }
}

/** The last dimensions whose product is `total`, when the file has them all. */
function knownSuffix(wanted: readonly (number | null)[], total: number): number[] | null {
  const suffix: number[] = [];
  let product = 1;
  for (const extent of [...wanted].reverse()) {
    if (extent === null || extent < 1) return null;
    suffix.unshift(extent);
    product *= extent;
    if (product >= total) return product === total ? suffix : null;
  }
  return null;
}

/** Dimensions of `total` elements, of which one at most is computed. */
function completed(wanted: readonly (number | null)[], total: number): number[] | null {
  const known = wanted.reduce<number>((product, extent) => product * (extent === null || extent === -1 ? 1 : extent), 1);
  const missing = wanted.filter((extent) => extent === null || extent === -1).length;
  if (wanted.length === 0 || known < 1 || missing > 1 || total % known !== 0 || (missing === 0 && known !== total)) return null;
  return wanted.map((extent) => (extent === null || extent === -1 ? total / known : extent));
}
