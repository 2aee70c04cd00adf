import { beforeEach, expect, test, vi } from 'vitest';
import type { PrunePlan } from '../../core/engine/types';
import type { MaskSettings, ScoringSettings } from '../../core/gaprune/settings';
import { milliseconds } from '../../core/units';
import type * as engineModule from '../engine';
import { useAnalysis } from './analysis-store';
import { usePrune } from './prune-store';
import { wireStores } from './wiring';

const plan = vi.hoisted(() => vi.fn<(scoring: ScoringSettings, mask: MaskSettings) => Promise<PrunePlan>>());
vi.mock('../engine', async (original) => ({
  ...(await original<typeof engineModule>()),
  engine: () => ({ plan, unfinishedRecovery: () => Promise.resolve(null) }),
}));

const analysed = {
  ...{
    device: 'wasm',
    elapsedMs: milliseconds(1),
    tensors: [],
    meanLossGeneral: 1,
    meanLossDomain: 1,
    imported: null,
    skipped: 0,
    notFinite: [],
    heldOut: { general: 0, domain: 0 },
  },
};

beforeEach(() => {
  plan.mockReset();
  plan.mockImplementation(async (_, { sparsity }) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { total: 100, zeros: Math.floor(100 * sparsity), tensors: [] };
  });
  return wireStores();
});

test('a moving slider asks for few plans and ends with the plan of its last place', async () => {
  useAnalysis.setState({ summary: analysed });
  for (let sparsity = 0.1; sparsity < 0.9; sparsity += 0.01) usePrune.getState().changeMask({ sparsity });
  usePrune.getState().changeMask({ sparsity: 0.9 });
  expect(usePrune.getState().planning).toBe(true);
  await vi.waitFor(() => expect(usePrune.getState().planning).toBe(false));
  expect(usePrune.getState().plan?.zeros).toBe(90);
  expect(plan.mock.calls.length).toBeLessThanOrEqual(3);
});

test('a plan of an analysis that has been dropped is not shown', async () => {
  useAnalysis.setState({ summary: analysed });
  usePrune.getState().changeMask({ sparsity: 0.3 });
  useAnalysis.getState().reset();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(usePrune.getState().plan).toBeNull();
  expect(usePrune.getState().planning).toBe(false);
});
