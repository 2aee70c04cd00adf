import type { CellGrid, MatrixShape } from '../../core/tiles/cell-grid';
import type { QuantityScale } from '../../core/tiles/quantities';
import type { Clip } from '../colour/range';
import type { Scale } from '../colour/scale';
import type { Axis } from './axes';
import { drawMinimap } from './draw-minimap';
import { GUTTER, type Theme, drawPicture } from './draw-picture';
import { Exposure } from './exposure';
import { type FetchCells, TileStore } from './tile-store';
import { tilesFor, wholeTile } from './tiling';
import { type Place, type Size, type Viewport, isFitted } from './viewport';

/** What is to be seen. */
export interface Subject {
  /** Another one shows something else; its tiles start empty. */
  readonly key: string;
  readonly matrix: MatrixShape;
  readonly axes: { readonly rows: Axis; readonly columns: Axis };
  readonly scale: QuantityScale;
  readonly fetchCells: FetchCells;
  /** Quantiles of single weights; null when the weight has no such quantity. */
  readonly fetchRange: () => Promise<readonly number[] | null>;
}

export interface Look {
  readonly viewport: Viewport;
  readonly size: Size;
  readonly cursor: Place | null;
}

export interface PictureEvents {
  readonly onReport: (report: {
    readonly scale?: Scale | null;
    readonly settled?: boolean;
    readonly absent?: boolean;
    readonly cell?: { readonly rows: number; readonly columns: number };
  }) => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Draws a weight on a canvas, and on a small one where the picture looks. Whatever is there is drawn at once, in the next frame; what is
 * missing is fetched and drawn when it comes.
 */
export class Picture {
  private readonly tiles: TileStore;
  private subject: Subject | null = null;
  private exposure = new Exposure('linear', 'most');
  private look: Look | null = null;
  private reported: { settled: boolean; scale: Scale | null; rows: number; columns: number } = {
    settled: false,
    scale: null,
    rows: 0,
    columns: 0,
  };
  private frame = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly minimap: HTMLCanvasElement,
    private theme: Theme,
    private readonly events: PictureEvents,
  ) {
    this.tiles = new TileStore({
      onTile: (key, { values }) => {
        if (key === 'whole') this.exposure.measureCells(values);
        this.draw();
      },
      onAbsent: () => this.events.onReport({ absent: true, settled: true, scale: null }),
      onProblem: events.onProblem,
    });
  }

  /** Show a subject, or the same one under other settings. */
  show(subject: Subject, clip: Clip): void {
    const isSame = this.subject?.key === subject.key;
    this.subject = subject;
    if (!isSame) this.exposure = new Exposure(subject.scale, clip);
    this.tiles.renew(subject.fetchCells, isSame);
    // Asked for before anything is known of the page's layout: it is needed whatever that is.
    if (!isSame) this.tiles.want([wholeTile(subject.matrix)]);
    this.events.onReport({ absent: false, settled: false });
    this.reported = { ...this.reported, settled: false, scale: null };
    this.draw();
    if (subject.scale !== 'share') this.measureSingles(subject);
  }

  clip(clip: Clip): void {
    this.exposure = this.exposure.clipped(clip);
    this.draw();
  }

  see(look: Look): void {
    this.look = look;
    this.draw();
  }

  dress(theme: Theme): void {
    this.theme = theme;
    this.draw();
  }

  /** The picture with its axes as it is drawn now. */
  get source(): HTMLCanvasElement {
    return this.canvas;
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
  }

  private draw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.drawNow());
  }

  private drawNow(): void {
    const { subject, look } = this;
    const context = this.canvas.getContext('2d', { alpha: false });
    if (subject === null || look === null || context === null) return;
    const pixelRatio = window.devicePixelRatio;
    this.fitCanvas(look.size, pixelRatio);
    const wanted = tilesFor(look.viewport, subject.matrix, look.size, pixelRatio);
    this.tiles.want(wanted);
    const { grid } = wanted.at(-1) ?? wholeTile(subject.matrix);
    const scale = this.exposure.scale(grid.rowsPerCell === 1 && grid.columnsPerCell === 1);
    if (scale === null) {
      // An opaque canvas is black until something is drawn on it.
      context.fillStyle = this.theme.none;
      context.fillRect(0, 0, this.canvas.width, this.canvas.height);
      return;
    }
    const { matrix, axes } = subject;
    const tiles = this.tiles.fromCoarseToFine();
    const isBehind = drawPicture(context, { ...look, matrix, axes, tiles, scale, theme: this.theme, pixelRatio });
    const whole = this.tiles.get('whole');
    this.minimap.hidden = isFitted(look.viewport, matrix, look.size);
    if (whole !== undefined && !this.minimap.hidden) drawMinimap(this.minimap, whole, scale, look.viewport, matrix, look.size, this.theme);
    this.report(scale, grid);
    if (isBehind) this.draw();
  }

  /** Tells what has changed, and only that: every report makes the page look again. */
  private report(scale: Scale, { rowsPerCell: rows, columnsPerCell: columns }: CellGrid): void {
    const settled = this.tiles.isSettled;
    const { reported } = this;
    if (settled !== reported.settled) this.events.onReport({ settled });
    if (scale !== reported.scale) this.events.onReport({ scale });
    if (rows !== reported.rows || columns !== reported.columns) this.events.onReport({ cell: { rows, columns } });
    this.reported = { settled, scale, rows, columns };
  }

  private fitCanvas({ width, height }: Size, pixelRatio: number): void {
    const [wide, high] = [Math.round((width + GUTTER.left) * pixelRatio), Math.round((height + GUTTER.top) * pixelRatio)];
    if (this.canvas.width !== wide) this.canvas.width = wide;
    if (this.canvas.height !== high) this.canvas.height = high;
  }

  private measureSingles(subject: Subject): void {
    subject
      .fetchRange()
      .then((values) => {
        if (this.subject !== subject || values === null) return;
        this.exposure.measureSingles(values);
        this.draw();
      })
      .catch((error: unknown) => this.events.onProblem(error));
  }
}
