import { expect, it } from 'vitest';
import type { CellGrid } from '../../core/tiles/cell-grid';
import { TileStore } from './tile-store';
import type { Tile } from './tiling';

const tile = (key: string): Tile => ({ key, grid: { row: 0, column: 0, rows: 1, columns: 1, rowsPerCell: 1, columnsPerCell: 1 } });
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A store whose fetches are answered by hand. */
function opened() {
  const asked: ((values: Float32Array | null) => void)[] = [];
  const seen: string[] = [];
  const store = new TileStore({
    onTile: (key, { values }) => seen.push(`${key} ${String(values[0])}`),
    onAbsent: () => seen.push('absent'),
    onProblem: (error) => seen.push(String(error)),
  });
  const fetch = (_: CellGrid): Promise<Float32Array | null> => new Promise((resolve) => asked.push(resolve));
  const answer = async (value: number | null): Promise<void> => {
    asked.shift()?.(value === null ? null : Float32Array.of(value));
    await turn();
  };
  store.renew(fetch, false);
  return { store, fetch, asked, seen, answer };
}

it('asks for one tile at a time, and never for what is no longer wanted', async () => {
  const { store, asked, seen, answer } = opened();
  store.want([tile('a'), tile('b'), tile('c')]);
  expect(asked).toHaveLength(1);
  store.want([tile('d')]);
  await answer(1);
  expect(asked).toHaveLength(1);
  await answer(2);
  expect(seen).toEqual(['a 1', 'd 2']);
  expect([asked.length, store.isSettled]).toEqual([0, true]);
});

it('keeps old tiles until new ones are there, and the oldest has its turn first', async () => {
  const { store, fetch, seen, answer } = opened();
  store.want([tile('a'), tile('b')]);
  await answer(1);
  store.renew(fetch, true);
  await answer(2);
  expect(store.get('a')?.values[0]).toBe(1);
  expect(store.isSettled).toBe(false);
  await answer(3);
  await answer(4);
  expect(seen).toEqual(['a 1', 'b 2', 'a 3', 'b 4']);
});

it('drops what belongs to another subject, and what the weight does not have', async () => {
  const { store, fetch, seen, answer } = opened();
  store.want([tile('a')]);
  store.renew(fetch, false);
  await answer(1);
  expect(store.get('a')).toBeUndefined();
  await answer(null);
  expect(seen).toEqual(['absent']);
  expect(store.isSettled).toBe(true);
});
