import { CELL_FIELDS, CELL_REQUEST, type CellRequest, foldCells } from '../kernels/fold-cells';
import type { Device } from '../runtime/device';
import type { ArrayCache } from './array-cache';
import { type CellGrid, type MatrixShape, cellsAcross, cellsDown, checkGrid } from './cell-grid';

/** Rows of a matrix, made when they are asked for. */
export interface RowSource {
  /** Names the array among others on the same device. */
  readonly key: string;
  /** Rows `from` to `to`, row-major. */
  readonly rows: (from: number, to: number) => Float32Array;
}

/** The scores of a matrix and where its mask cuts them; see {@link CELL_REQUEST}. */
export interface ScoredSource extends RowSource {
  readonly threshold: number;
  readonly tieEnd: number;
}

/** Elements of one band: what is made, sent and reduced at a time. */
const BAND_ELEMENTS = 2 ** 21;

/** Rows per band: bands lie at the same places for every rectangle, so that they are found again on the device. */
export const bandRowsOf = ({ columns }: MatrixShape): number => Math.max(1, Math.floor(BAND_ELEMENTS / columns));

/**
 * Reduce a rectangle of a matrix to cells on the device, band by band.
 * Returns `across × down × 5` numbers; `aggregate` makes one number per cell of them.
 * @throws InvalidCellsError, DeviceMemoryError, DeviceLostError
 */
export async function reduceCells(
  device: Device,
  cache: ArrayCache,
  matrix: MatrixShape,
  grid: CellGrid,
  values: RowSource,
  scores: ScoredSource | null,
): Promise<Float32Array> {
  checkGrid(grid, matrix);
  const cells = await device.allocate(cellsAcross(grid) * cellsDown(grid) * CELL_FIELDS);
  try {
    const step = bandRowsOf(matrix);
    const cut = { scored: scores === null ? 0 : 1, threshold: scores?.threshold ?? 0, tieEnd: scores?.tieEnd ?? 0 };
    for (let band = Math.floor(grid.row / step); band * step < grid.row + grid.rows; band++) {
      const from = band * step;
      const to = Math.min(matrix.rows, from + step);
      const rows = ({ key, rows: make }: RowSource) => cache.get(`${key} ${band}`, () => make(from, to));
      const buffers = { values: await rows(values), scores: scores === null ? await rows(values) : await rows(scores) };
      const request = await device.upload(words({ ...grid, ...cut, bandRow: from, bandRows: to - from }));
      device.dispatch(foldCells, { ...buffers, request, cells }, { width: matrix.columns });
      device.free(request);
    }
    return await device.read(cells);
  } finally {
    device.free(cells);
  }
}

const words = (request: CellRequest): Uint32Array => Uint32Array.from(CELL_REQUEST, (name) => request[name]);
