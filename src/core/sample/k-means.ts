import { mulberry32, shuffledIndices } from '../data/random';
import { throwIfCancelled } from '../errors';
import type { Embeddings } from '../evaluate/ranking';
import { NEAREST_FIELDS, nearest } from '../kernels/nearest';
import { nextTask } from '../next-task';
import type { Device, DeviceBuffer } from '../runtime/device';

/** Iterations of the reference. Fewer when no point changes its group. */
export const ITERATIONS = 20;
/** Multiplications of one dispatch: what cancel waits for, and no more than a graphics driver bears. */
const WORK = { wasm: 2 ** 27, webgpu: 2 ** 31 } as const;
/** Numbers of one block of points on the device. */
const BLOCK = 2 ** 24;

export interface KMeansHooks {
  readonly signal?: AbortSignal;
  /** Passes over all points, of those there are at most. */
  readonly onProgress?: (done: number, total: number) => void;
}

interface Block {
  readonly first: number;
  readonly rows: number;
  readonly points: DeviceBuffer;
  readonly best: DeviceBuffer;
}

/** Numbers of points, and their squared distances to what they were looked up among. */
interface Nearest {
  readonly numbers: Uint32Array;
  readonly distances: Float64Array;
}

/**
 * The points that stand for `k` groups of like ones (section 2): k-means with squared Euclidean distances from `k` points drawn by `seed`,
 * then the nearest point of each centre, repeats dropped, in the order of the centres. So there may be fewer than `k`.
 * A group that loses all its points goes on from the point that is farthest from its centre.
 *
 * Points lie on the device in blocks; distances are computed there and means here, so the same points and seed give the same groups.
 *
 * @throws CancelledError between two blocks, DeviceMemoryError, DeviceLostError
 */
export async function representatives(
  device: Device,
  points: Embeddings,
  k: number,
  seed: number,
  hooks: KMeansHooks = {},
): Promise<number[]> {
  const count = points.data.length / points.width;
  if (count <= k) return Array.from({ length: count }, (_, i) => i);
  const centres = rowsOf(points, shuffledIndices(count, mulberry32(seed)).slice(0, k));
  const blocks: Block[] = [];
  try {
    await upload();
    let groups: Uint32Array | null = null;
    for (let iteration = 0; iteration < ITERATIONS; iteration++) {
      const found = await assign();
      hooks.onProgress?.(iteration + 1, ITERATIONS + 1);
      if (groups !== null && equal(groups, found.numbers)) break;
      groups = found.numbers;
      moveCentres(centres, points, found);
    }
    const chosen = await nearestPoints();
    hooks.onProgress?.(ITERATIONS + 1, ITERATIONS + 1);
    return [...new Set(chosen)];
  } finally {
    for (const block of blocks) [block.points, block.best].forEach((buffer) => device.free(buffer));
  }

  async function upload(): Promise<void> {
    const { width, data } = points;
    const rows = Math.max(1, Math.floor(Math.min(BLOCK / width, WORK[device.kind] / (k * width))));
    for (let first = 0; first < count; first += rows) {
      const block = data.subarray(first * width, Math.min(count, first + rows) * width);
      const length = block.length / width;
      blocks.push({ first, rows: length, points: await device.upload(block), best: await device.allocate(length * NEAREST_FIELDS) });
    }
  }

  /** The nearest centre of every point. */
  async function assign(): Promise<Nearest> {
    const { width } = points;
    const numbers = new Uint32Array(count);
    const distances = new Float64Array(count);
    const candidates = await device.upload(transposed(centres, width));
    try {
      for (const block of blocks) {
        await nextTask();
        throwIfCancelled(hooks.signal);
        device.dispatch(nearest, { rows: block.points, candidates, best: block.best }, { count: block.rows, choices: k, width });
        const best = await device.read(block.best);
        for (let row = 0; row < block.rows; row++) {
          distances[block.first + row] = best[row * NEAREST_FIELDS] ?? 0;
          numbers[block.first + row] = best[row * NEAREST_FIELDS + 1] ?? 0;
        }
      }
    } finally {
      device.free(candidates);
    }
    return { numbers, distances };
  }

  /** The nearest point of every centre. */
  async function nearestPoints(): Promise<Uint32Array> {
    const { width, data } = points;
    const numbers = new Uint32Array(k);
    const distances = new Float64Array(k).fill(Infinity);
    const rows = await device.upload(centres);
    const best = await device.allocate(k * NEAREST_FIELDS);
    try {
      for (const block of blocks) {
        await nextTask();
        throwIfCancelled(hooks.signal);
        const part = data.subarray(block.first * width, (block.first + block.rows) * width);
        const candidates = await device.upload(transposed(part, width));
        device.dispatch(nearest, { rows, candidates, best }, { count: k, choices: block.rows, width });
        const found = await device.read(best);
        device.free(candidates);
        for (let row = 0; row < k; row++) {
          const distance = found[row * NEAREST_FIELDS] ?? Infinity;
          if (distance >= (distances[row] ?? 0)) continue;
          distances[row] = distance;
          numbers[row] = block.first + (found[row * NEAREST_FIELDS + 1] ?? 0);
        }
      }
    } finally {
      device.free(rows);
      device.free(best);
    }
    return numbers;
  }
}

/** Every centre to the mean of its points, added up in float64; an empty one to the farthest point that no other has taken. */
function moveCentres(centres: Float32Array, { width, data }: Embeddings, { numbers, distances }: Nearest): void {
  const k = centres.length / width;
  const sums = new Float64Array(centres.length);
  const sizes = new Uint32Array(k);
  numbers.forEach((group, point) => {
    sizes[group]!++;
    for (let c = 0; c < width; c++) sums[group * width + c]! += data[point * width + c]!;
  });
  const empty = [...sizes.keys()].filter((group) => sizes[group] === 0);
  const farthest = empty.length === 0 ? [] : [...distances.keys()].sort((a, b) => distances[b]! - distances[a]!).slice(0, empty.length);
  for (let group = 0; group < k; group++) {
    for (let c = 0; c < width; c++) if (sizes[group]! > 0) centres[group * width + c] = sums[group * width + c]! / sizes[group]!;
  }
  empty.forEach((group, i) => {
    const point = farthest[i] ?? 0;
    centres.set(data.subarray(point * width, (point + 1) * width), group * width);
  });
}

function rowsOf({ width, data }: Embeddings, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(data.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

/** Rows × width as width × rows. */
function transposed(rows: Float32Array, width: number): Float32Array {
  const count = rows.length / width;
  const out = new Float32Array(rows.length);
  for (let row = 0; row < count; row++) for (let c = 0; c < width; c++) out[c * count + row] = rows[row * width + c]!;
  return out;
}

const equal = (a: Uint32Array, b: Uint32Array): boolean => a.every((x, i) => x === b[i]);
