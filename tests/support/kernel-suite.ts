import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accumulate } from '../../src/core/kernels/accumulate';
import { accumulateSquares } from '../../src/core/kernels/accumulate-squares';
import { adamw, floatBits } from '../../src/core/kernels/adamw';
import { accumulateRows, accumulateSquaredRows } from '../../src/core/kernels/accumulate-rows';
import {
  MAX_PRODUCT_GROUPS,
  NO_ROW,
  PRODUCT_FIELDS,
  foldProducts,
  productGroups,
  products,
  productsOfRows,
} from '../../src/core/kernels/products';
import { TALLY_FIELDS, countBroken, tally } from '../../src/core/kernels/tally';
import { NEAREST_FIELDS, nearest } from '../../src/core/kernels/nearest';
import { scatterRows } from '../../src/core/kernels/scatter-rows';
import { groupRows, pairRows } from '../../src/core/analysis/row-groups';
import { mulberry32 } from '../../src/core/data/random';
import type { Device, DeviceBuffer } from '../../src/core/runtime/device';
import { describeCells } from './cells-suite';
import { relativeDifference } from './golden-figures';

/** Sizes around the kernels' edges: one element, a workgroup and its neighbours, several strides of the grid. */
const SIZES = [1, 3, 255, 256, 257, 4096, 70_001, 1_200_003];
/** float32 rounding of one multiplication and one addition. */
const ELEMENT = 2e-7;
/** float32 sums of up to a million products, added up hierarchically. */
const SUM = 2e-6;

function random(size: number, seed: number): Float32Array {
  const next = mulberry32(seed);
  return Float32Array.from({ length: size }, () => next() * 2 - 1);
}

/** The same promises for a kernel and for its CPU twin, against float64. */
export function describeKernels(label: string, opened: Promise<Device>): void {
  let device: Device;
  beforeAll(async () => {
    device = await opened;
  });
  afterAll(() => {
    device.destroy();
  });

  async function measureProducts(a: Float32Array, b: Float32Array): Promise<Float32Array> {
    const [x, y] = [await device.upload(a), await device.upload(b)];
    const count = productGroups(a.length);
    const partials = await device.allocate(3 * MAX_PRODUCT_GROUPS * PRODUCT_FIELDS);
    const [results, groups] = [await device.allocate(3 * PRODUCT_FIELDS), await device.upload(Uint32Array.of(1, count, 1))];
    device.dispatch(products, { a: x, b: y, partials }, { size: a.length, first: MAX_PRODUCT_GROUPS, groups: count });
    device.dispatch(foldProducts, { partials, groups, results }, { slots: 3 });
    const values = await device.read(results);
    free(device, [x, y, partials, groups, results]);
    return values;
  }

  describe(`accumulate, ${label}`, () => {
    it.each(SIZES)('adds %i gradients to a running sum, and nothing beyond', async (size) => {
      const [g, start] = [random(size, 1), random(size + 5, 2)];
      const [gradient, total] = [await device.upload(g), await device.upload(start)];
      device.dispatch(accumulate, { gradient, total }, { size });
      device.dispatch(accumulate, { gradient, total }, { size });
      const ours = await device.read(total);
      const expected = Float64Array.from(start, (x, i) => x + 2 * (g[i] ?? 0));
      expect(relativeDifference(ours, expected)).toBeLessThan(ELEMENT);
      expect(ours.slice(size)).toEqual(start.slice(size));
      free(device, [gradient, total]);
    });
  });

  describe(`nearest, ${label}`, () => {
    it.each([
      [1, 1, 1],
      [5, 3, 7],
      [130, 300, 33],
      [9, 1030, 64],
    ])('finds the nearest of candidates: %i rows, %i candidates, width %i', async (count, choices, width) => {
      const [a, b] = [random(count * width, 3), random(choices * width, 4)];
      const [rows, candidates] = [await device.upload(a), await device.upload(b)];
      const best = await device.allocate((count + 1) * NEAREST_FIELDS);
      device.dispatch(nearest, { rows, candidates, best }, { count, choices, width });
      const found = await device.read(best);
      for (let row = 0; row < count; row++) {
        const distances = Array.from({ length: choices }, (_, j) => {
          let sum = 0;
          for (let c = 0; c < width; c++) sum += ((a[row * width + c] ?? 0) - (b[c * choices + j] ?? 0)) ** 2;
          return sum;
        });
        const [distance = NaN, number = NaN] = found.slice(row * NEAREST_FIELDS);
        const least = Math.min(...distances);
        expect(Math.abs(distance - least)).toBeLessThan(SUM * least);
        expect((distances[number] ?? NaN) - least).toBeLessThan(SUM * least);
      }
      expect([...found.slice(count * NEAREST_FIELDS)]).toEqual([0, 0]);
      free(device, [rows, candidates, best]);
    });

    it('takes the first of equal ones', async () => {
      const [rows, candidates] = [
        await device.upload(Float32Array.of(1)),
        await device.upload(new Float32Array(600).fill(2).fill(0.5, 300)),
      ];
      const best = await device.allocate(NEAREST_FIELDS);
      device.dispatch(nearest, { rows, candidates, best }, { count: 1, choices: 600, width: 1 });
      expect([...(await device.read(best))]).toEqual([0.25, 300]);
      free(device, [rows, candidates, best]);
    });
  });

  describe(`accumulate-squares, ${label}`, () => {
    it.each(SIZES)('adds %i squares to a running sum', async (size) => {
      const [g, start] = [random(size, 3), random(size, 4).map(Math.abs)];
      const [gradient, total] = [await device.upload(g), await device.upload(start)];
      device.dispatch(accumulateSquares, { gradient, total }, { size });
      const expected = Float64Array.from(start, (x, i) => x + (g[i] ?? 0) ** 2);
      expect(relativeDifference(await device.read(total), expected)).toBeLessThan(ELEMENT);
      free(device, [gradient, total]);
    });

    it('keeps sums of 5,000 samples within 1e-5 of float64', async () => {
      const size = 300;
      const expected = new Float64Array(size);
      const total = await device.allocate(size);
      for (let sample = 0; sample < 5000; sample += 50) {
        const g = random(size, sample);
        const gradient = await device.upload(g);
        for (let repeat = 0; repeat < 50; repeat++) {
          device.dispatch(accumulateSquares, { gradient, total }, { size });
          g.forEach((x, i) => (expected[i] = (expected[i] ?? 0) + x * x));
        }
        device.free(gradient);
      }
      expect(relativeDifference(await device.read(total), expected)).toBeLessThan(1e-5);
      device.free(total);
    });

    it('keeps sums of 5,000 gradients as real ones are within 1e-4 of float64, squares and signed', async () => {
      // Sizes over six decades, between elements and between samples; a mean that is small beside the spread.
      const [size, samples] = [300, 5000];
      const next = mulberry32(41);
      const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      const scale = Array.from({ length: size }, () => 1e-4 * Math.exp(2 * normal()));
      const [squares, sums] = [new Float64Array(size), new Float64Array(size)];
      const totals = { squares: await device.allocate(size), sums: await device.allocate(size) };
      const gradient = await device.allocate(size);
      for (let sample = 0; sample < samples; sample++) {
        const strength = Math.exp(1.5 * normal());
        const g = Float32Array.from(scale, (x) => x * strength * (normal() + 0.05));
        device.write(gradient, g);
        device.dispatch(accumulateSquares, { gradient, total: totals.squares }, { size });
        device.dispatch(accumulate, { gradient, total: totals.sums }, { size });
        for (let i = 0; i < size; i++) {
          squares[i]! += g[i]! ** 2;
          sums[i]! += g[i]!;
        }
      }
      expect(relativeDifference(await device.read(totals.squares), squares)).toBeLessThan(1e-4);
      expect(relativeDifference(await device.read(totals.sums), sums)).toBeLessThan(1e-4);
      free(device, [gradient, totals.squares, totals.sums]);
    });
  });

  describe(`products, ${label}`, () => {
    it.each(SIZES)('norms and inner product of %i elements, in their slot', async (size) => {
      const [a, b] = [random(size, 5), random(size, 6)];
      const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
      const values = await measureProducts(a, b);
      expect(Math.abs((values[5] ?? NaN) - aa)).toBeLessThan(SUM * aa);
      expect(Math.abs((values[6] ?? NaN) - bb)).toBeLessThan(SUM * bb);
      expect(Math.abs((values[7] ?? NaN) - ab)).toBeLessThan(SUM * Math.sqrt(aa * bb));
      expect([...values.subarray(0, 5), ...values.subarray(8)]).toEqual(new Array(12).fill(0));
    });

    it.each([NaN, Infinity, -Infinity])('counts %f wherever it stands', async (bad) => {
      const [a, b] = [random(5000, 7), random(5000, 8)];
      a[0] = bad;
      b[17] = b[4999] = bad;
      expect([...(await measureProducts(a, b)).subarray(8, 10)]).toEqual([1, 2]);
      expect([...(await measureProducts(b, b)).subarray(8, 10)]).toEqual([2, 2]);
    });

    it('is bit for bit the same every time', async () => {
      const [a, b] = [random(70_001, 9), random(70_001, 10)];
      const first = await measureProducts(a, b);
      for (let i = 0; i < 3; i++) expect(await measureProducts(a, b)).toEqual(first);
    });
  });

  describe(`rows of a table, ${label}`, () => {
    const [width, tableRows] = [33, 50];
    const [rowsA, rowsB] = [Uint32Array.of(0, 3, 7, 49), Uint32Array.of(3, 4, 49)];
    const [a, b] = [random(rowsA.length * width, 31), random(rowsB.length * width, 32)];
    const table = (rows: Uint32Array, values: Float32Array): Float32Array => {
      const whole = new Float32Array(tableRows * width);
      rows.forEach((row, i) => whole.set(values.subarray(i * width, (i + 1) * width), row * width));
      return whole;
    };

    it('are multiplied with each other as the whole tables are', async () => {
      const buffers = {
        a: await device.upload(a),
        b: await device.upload(b),
        pairs: await device.upload(pairRows(rowsA, rowsB, NO_ROW)),
        partials: await device.allocate(MAX_PRODUCT_GROUPS * PRODUCT_FIELDS),
        groups: await device.upload(Uint32Array.of(2)),
        results: await device.allocate(PRODUCT_FIELDS),
        broken: await device.allocate(2),
        tallies: await device.allocate(TALLY_FIELDS),
      };
      device.dispatch(productsOfRows, buffers, { count: 5, width, first: 0, groups: 2 });
      device.dispatch(foldProducts, buffers, { slots: 1 });
      device.dispatch(countBroken, buffers, { slots: 1 });
      const [wholeA, wholeB] = [table(rowsA, a), table(rowsB, b)];
      const [aa, bb, ab] = [dot(wholeA, wholeA), dot(wholeB, wholeB), dot(wholeA, wholeB)];
      const values = await device.read(buffers.results);
      expect(relativeDifference(values, [aa, bb, ab, 0, 0])).toBeLessThan(SUM);
      expect([...(await device.read(buffers.broken))]).toEqual([0, 0]);
      device.dispatch(tally, buffers, { slots: 1, a: 1, b: 0, pair: 0 });
      device.dispatch(tally, buffers, { slots: 1, a: 1, b: 1, pair: 1 });
      const conflict = Number((values[2] ?? NaN) < 0);
      expect(relativeDifference(await device.read(buffers.tallies), [2 * aa, bb, 1, conflict])).toBeLessThan(SUM);
      free(device, Object.values(buffers));
    });

    it('are added to the rows they belong to', async () => {
      const start = random(tableRows * width, 33);
      const [rows, targets] = [await device.upload(a), await device.upload(rowsA)];
      const added = table(rowsA, a);
      for (const [kernel, term] of [
        [accumulateRows, (g: number) => g],
        [accumulateSquaredRows, (g: number) => g * g],
      ] as const) {
        const total = await device.upload(start);
        device.dispatch(kernel, { rows, targets, total }, { count: rowsA.length, width });
        const expected = Float64Array.from(start, (x, i) => x + term(added[i] ?? 0));
        expect(relativeDifference(await device.read(total), expected)).toBeLessThan(ELEMENT);
        device.free(total);
      }
      free(device, [rows, targets]);
    });
  });

  describe(`a tally, ${label}`, () => {
    it('sees pairs in which neither gradient is zero, and counts those that point apart', async () => {
      const results = await device.upload(Float32Array.of(4, 1, -1, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0));
      const tallies = await device.allocate(3 * TALLY_FIELDS);
      for (let i = 0; i < 2; i++) device.dispatch(tally, { results, tallies }, { slots: 3, a: 0, b: 0, pair: 1 });
      expect([...(await device.read(tallies))]).toEqual([0, 0, 2, 2, 0, 0, 2, 0, 0, 0, 0, 0]);
      free(device, [results, tallies]);
    });
  });

  describe(`scatter-rows, ${label}`, () => {
    it.each([
      { lookups: 1, rows: 1, width: 1 },
      { lookups: 40, rows: 7, width: 33 },
      { lookups: 500, rows: 1000, width: 32 },
      { lookups: 300, rows: 3, width: 384 },
    ])('adds $lookups rows of $width to a table of $rows', async ({ lookups, rows: tableRows, width }) => {
      const next = mulberry32(11);
      const indices = Array.from({ length: lookups }, () => Math.floor(next() * tableRows) - (next() < 0.2 ? tableRows : 0));
      const [r, start] = [random(lookups * width, 12), random(tableRows * width, 13)];
      const { targets, offsets, order } = groupRows(indices, tableRows);
      const buffers = {
        rows: await device.upload(r),
        targets: await device.upload(targets),
        offsets: await device.upload(offsets),
        order: await device.upload(order),
        table: await device.upload(start),
      };
      device.dispatch(scatterRows, buffers, { count: targets.length, width });
      const expected = Float64Array.from(start);
      indices.forEach((index, lookup) => {
        const row = index < 0 ? index + tableRows : index;
        for (let c = 0; c < width; c++) expected[row * width + c] = (expected[row * width + c] ?? 0) + (r[lookup * width + c] ?? 0);
      });
      expect(relativeDifference(await device.read(buffers.table), expected)).toBeLessThan(SUM);
      free(device, Object.values(buffers));
    });
  });

  describeCells(label, () => device);

  describe(`adamw, ${label}`, () => {
    it.each([1, 257, 70_001])('moves %i weights over five steps as float64 does, and holds the masked ones', async (size) => {
      const [start, keep] = [random(size, 21), random(size, 22).map((x) => Number(x > 0))];
      const [rate, decay, beta1, beta2, epsilon] = [1e-3, 1e-2, 0.9, 0.999, 1e-8];
      const buffers = {
        weight: await device.upload(start),
        first: await device.allocate(size),
        second: await device.allocate(size),
        keep: await device.upload(keep),
      };
      const [w, m, v] = [Float64Array.from(start), new Float64Array(size), new Float64Array(size)];
      for (let step = 1; step <= 5; step++) {
        const g = random(size, 30 + step).map((x, i) => (i % 7 === 3 ? 0 : x));
        const gradient = await device.upload(g);
        const bits = {
          rate: floatBits(rate / (1 - beta1 ** step)),
          correction: floatBits(1 / Math.sqrt(1 - beta2 ** step)),
          decay: floatBits(rate * decay),
          beta1: floatBits(beta1),
          beta2: floatBits(beta2),
          epsilon: floatBits(epsilon),
        };
        device.dispatch(adamw, { gradient, ...buffers }, { size, ...bits });
        device.free(gradient);
        // torch.optim.AdamW, written out.
        for (let i = 0; i < size; i++) {
          m[i] = beta1 * m[i]! + (1 - beta1) * g[i]!;
          v[i] = beta2 * v[i]! + (1 - beta2) * g[i]! ** 2;
          const denominator = Math.sqrt(v[i]! / (1 - beta2 ** step)) + epsilon;
          w[i] = keep[i] === 0 ? 0 : w[i]! * (1 - rate * decay) - (rate * (m[i]! / (1 - beta1 ** step))) / denominator;
        }
      }
      const ours = await device.read(buffers.weight);
      expect(relativeDifference(ours, w)).toBeLessThan(1e-6);
      expect(ours.every((x, i) => keep[i] === 1 || Object.is(x, 0))).toBe(true);
      free(device, Object.values(buffers));
    });
  });

  describe(`buffers, ${label}`, () => {
    it('start at zero, can be cleared, and come back as they went in', async () => {
      const fresh = await device.allocate(1000);
      expect(await device.read(fresh)).toEqual(new Float32Array(1000));
      const values = random(777, 14);
      const buffer = await device.upload(values);
      expect(await device.read(buffer)).toEqual(values);
      device.clear(buffer);
      expect(await device.read(buffer)).toEqual(new Float32Array(777));
      free(device, [fresh, buffer]);
    });
  });
}

function free(device: Device, buffers: readonly DeviceBuffer[]): void {
  for (const buffer of buffers) device.free(buffer);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
}
