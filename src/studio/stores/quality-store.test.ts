import { beforeEach, expect, test, vi } from 'vitest';
import type { HeldOutSummary, Quality } from '../../core/engine/quality-types';
import type * as engineModule from '../engine';
import { useQuality } from './quality-store';

/** The worker's answer, which the test gives; it knows of no cancel, as when that comes too late. */
const measureQuality = vi.hoisted(() => vi.fn<() => Promise<Quality>>());
const cancelQuality = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock('../engine', async (original) => ({
  ...(await original<typeof engineModule>()),
  engine: () => ({ measureQuality, cancelQuality }),
}));

const figures = {} as Quality;
const heldOut = { source: 'own' } as unknown as HeldOutSummary & { readonly source: 'own' };

beforeEach(() => {
  cancelQuality.mockClear();
  useQuality.getState().forget();
  useQuality.setState({ heldOut: { general: heldOut, domain: heldOut } });
});

/** A measurement that has begun, and what ends it. */
async function begun() {
  let end: (quality: Quality) => void = () => undefined;
  measureQuality.mockImplementation(() => new Promise((resolve) => (end = resolve)));
  const done = useQuality.getState().measure();
  await vi.waitFor(() => expect(measureQuality).toHaveBeenCalled());
  return () => {
    end(figures);
    return done;
  };
}

test('figures of settings are kept as they are measured', async () => {
  await (
    await begun()
  )();
  expect(Object.values(useQuality.getState().measured)).toEqual([figures]);
});

test.each([
  ['another analysis', () => useQuality.getState().forget()],
  ['other weights', () => useQuality.getState().forgetFigures()],
])('figures that come once there is %s are dropped, and the work is ended', async (_, change) => {
  const end = await begun();
  change();
  expect(cancelQuality).toHaveBeenCalledOnce();
  await end();
  expect(useQuality.getState()).toMatchObject({ measured: {}, quality: { result: null, progress: null } });
});
