import { type CellGrid, cellsAcross, cellsDown } from '../../core/tiles/cell-grid';
import { paint } from '../colour/paint';
import type { Scale } from '../colour/scale';
import type { Tile } from './tiling';

/** Tiles kept, of up to 256 × 256 cells: about 100 MB with their pictures. */
const KEPT = 192;

/** A tile that has been fetched, and its picture in the colours it was last drawn in. */
export interface HeldTile {
  readonly grid: CellGrid;
  /** One number per cell. */
  readonly values: Float32Array;
  readonly epoch: number;
  image: { readonly canvas: OffscreenCanvas; readonly scale: Scale } | null;
}

/** Fetches cells of a rectangle; null when the weight has no such quantity. */
export type FetchCells = (grid: CellGrid) => Promise<Float32Array | null>;

export interface TileEvents {
  readonly onTile: (key: string, tile: HeldTile) => void;
  /** The weight has no such quantity. */
  readonly onAbsent: () => void;
  readonly onProblem: (error: unknown) => void;
}

/**
 * The tiles of one picture. One is fetched at a time, of those wanted now the one that is oldest: what is no longer wanted is never asked
 * for, and while settings change all the time every tile has its turn. Old tiles are drawn until new ones are there.
 */
export class TileStore {
  private readonly tiles = new Map<string, HeldTile>();
  private wanted: readonly Tile[] = [];
  private fetch: FetchCells = () => Promise.resolve(null);
  /** Counts changes of settings. */
  private epoch = 0;
  /** Counts changes of the subject. */
  private subject = 0;
  private fetching = false;

  constructor(private readonly events: TileEvents) {}

  /** Where cells come from now. `keep`: the tiles there are show the same thing under older settings. */
  renew(fetch: FetchCells, keep: boolean): void {
    this.fetch = fetch;
    this.epoch += 1;
    if (keep) return;
    this.subject += 1;
    this.tiles.clear();
  }

  want(tiles: readonly Tile[]): void {
    this.wanted = tiles;
    void this.run();
  }

  get(key: string): HeldTile | undefined {
    return this.tiles.get(key);
  }

  /** From coarse to fine, as they are drawn over each other. */
  fromCoarseToFine(): HeldTile[] {
    const cellSize = ({ grid }: HeldTile): number => grid.rowsPerCell * grid.columnsPerCell;
    return [...this.tiles.values()].sort((a, b) => cellSize(b) - cellSize(a));
  }

  /** Whether everything wanted is there and up to date. */
  get isSettled(): boolean {
    return this.next() === undefined;
  }

  private next(): Tile | undefined {
    const epochOf = ({ key }: Tile): number => this.tiles.get(key)?.epoch ?? -1;
    let oldest: Tile | undefined;
    for (const tile of this.wanted) if (epochOf(tile) < (oldest === undefined ? this.epoch : epochOf(oldest))) oldest = tile;
    return oldest;
  }

  private async run(): Promise<void> {
    if (this.fetching) return;
    this.fetching = true;
    try {
      for (let tile = this.next(); tile !== undefined; tile = this.next()) {
        const { epoch, subject } = this;
        const values = await this.fetch(tile.grid);
        if (subject !== this.subject) continue;
        if (values === null) {
          this.wanted = [];
          this.events.onAbsent();
        } else this.hold(tile, values, epoch);
      }
    } catch (error) {
      this.wanted = [];
      this.events.onProblem(error);
    } finally {
      this.fetching = false;
    }
  }

  private hold({ key, grid }: Tile, values: Float32Array, epoch: number): void {
    const held = { grid, values, epoch, image: null };
    this.tiles.delete(key);
    this.tiles.set(key, held);
    for (const old of this.tiles.keys()) {
      if (this.tiles.size <= KEPT) break;
      if (!this.wanted.some((tile) => tile.key === old)) this.tiles.delete(old);
    }
    this.events.onTile(key, held);
  }
}

/** The picture of a tile, one pixel per cell. Made anew when the colours are others. */
export function imageOf(tile: HeldTile, scale: Scale): OffscreenCanvas {
  if (tile.image?.scale === scale) return tile.image.canvas;
  const [width, height] = [cellsAcross(tile.grid), cellsDown(tile.grid)];
  const canvas = tile.image?.canvas ?? new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(paint(tile.values, scale), width, height), 0, 0);
  tile.image = { canvas, scale };
  return canvas;
}
