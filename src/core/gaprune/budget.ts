import { UnmetSparsityError } from './errors';
import type { Override } from './overrides';
import type { ScoredTensor } from './scores';
import type { MaskSettings } from './settings';

type BudgetSettings = Pick<MaskSettings, 'budget' | 'sparsity' | 'rhoMin' | 'rhoMax'>;
type BudgetTensor = Pick<ScoredTensor, 'name' | 'group' | 'scores'>;

/** Tensors that are ranked together, and how many of their elements are to go. */
export interface Allocation {
  readonly group: string;
  /** The override's target; null where the budget decided. */
  readonly override: string | null;
  /** Positions in the list of tensors given. */
  readonly tensors: readonly number[];
  readonly size: number;
  readonly zeros: number;
}

type Group = Omit<Allocation, 'zeros'>;

/** A way to spread the zeros over the weights. */
export interface Budget {
  readonly label: string;
  readonly help: string;
  /** The weights that are ranked together, in the order of their first tensor. */
  readonly groupOf: (tensor: BudgetTensor) => string;
  /** How many of each group's elements go when k of all are to go. */
  readonly spread: (groups: readonly Group[], k: number, settings: Pick<MaskSettings, 'rhoMin' | 'rhoMax'>) => readonly number[];
}

/** The budgets of the reference (section 9). */
export const BUDGETS = {
  global: {
    label: 'Global',
    help: 'One ranking over every chosen weight: layers that matter less lose more.',
    groupOf: () => 'all',
    spread: (groups, k) => groups.map(() => k),
  },
  uniform: {
    label: 'Uniform per layer',
    help: 'Every layer loses the same share, within the bounds, and is ranked by itself.',
    groupOf: ({ group }) => group,
    spread: spreadUniformly,
  },
} as const satisfies Record<MaskSettings['budget'], Budget>;

/**
 * How many elements go of which tensors (section 9). Of all elements ⌊total·sparsity⌋ go, and at least one is kept. Tensors under one
 * override, by layer with a uniform budget, are ranked together and lose exactly ⌊size·share⌋; the budget spreads what is left over the
 * rest. When every tensor has an override, those alone decide.
 * @throws UnmetSparsityError
 */
export function allocateBudget(
  tensors: readonly BudgetTensor[],
  settings: BudgetSettings,
  overrides: ReadonlyMap<string, Override> = new Map(),
): Allocation[] {
  const budget: Budget = BUDGETS[settings.budget];
  const total = sizeOfAll(tensors);
  const positions = [...tensors.keys()];
  const overrideOf = (at: number): Override | undefined => overrides.get(tensors[at]?.name ?? '');
  const own = groupTensors(
    tensors,
    positions.filter((at) => overrideOf(at) !== undefined),
    budget,
    overrideOf,
  ).map((group) => ({ ...group, zeros: Math.floor(group.size * (overrideOf(group.tensors[0] ?? -1)?.sparsity ?? 0)) }));
  const rest = groupTensors(
    tensors,
    positions.filter((at) => overrideOf(at) === undefined),
    budget,
    overrideOf,
  );
  if (rest.length === 0) return own;
  const k = rankable(Math.floor(total * settings.sparsity), total) - sum(own.map(({ zeros }) => zeros));
  check(k, sum(rest.map(({ size }) => size)), total, settings.sparsity);
  const zeros = budget.spread(rest, k, settings);
  return [...rest.map((group, at) => ({ ...group, zeros: zeros[at] ?? 0 })), ...own];
}

/** `kth = clamp(k, 1, total − 1)`, and nothing at all for k ≤ 0: at least one element is always kept. */
function rankable(k: number, total: number): number {
  return k <= 0 ? 0 : Math.min(Math.max(k, 1), total - 1);
}

function check(k: number, left: number, total: number, sparsity: number): void {
  const percent = (count: number): string => `${((100 * count) / total).toFixed(1)}%`;
  const asked = Math.floor(total * sparsity);
  if (k < 0) {
    throw new UnmetSparsityError(
      `The overrides alone prune ${percent(asked - k)} of the chosen weights, more than the sparsity of ${percent(asked)}. ` +
        'Raise the sparsity, or lower an override.',
    );
  }
  if (k > left) {
    throw new UnmetSparsityError(
      `The overrides keep so much that ${percent(asked - k + left)} of the chosen weights can be pruned at most, not ${percent(asked)}. ` +
        'Lower the sparsity, or raise an override.',
    );
  }
}

/**
 * `k_layer = ⌊k·size/Σsize⌋`, what is left over one each to the largest layers, then clamped to `[⌊rho_min·n⌋, ⌊rho_max·n⌋]`.
 * What the clamp takes or adds is not handed on, so the total may differ from the one asked for.
 */
function spreadUniformly(groups: readonly Group[], k: number, { rhoMin, rhoMax }: Pick<MaskSettings, 'rhoMin' | 'rhoMax'>): number[] {
  if (k <= 0) return groups.map(() => 0);
  const total = sum(groups.map(({ size }) => size));
  const shares = groups.map(({ size }) => Math.floor((k * size) / total));
  let left = k - sum(shares);
  const largestFirst = [...groups.keys()].sort((a, b) => (groups[b]?.size ?? 0) - (groups[a]?.size ?? 0));
  for (const at of largestFirst) {
    if (left-- <= 0) break;
    shares[at] = (shares[at] ?? 0) + 1;
  }
  return groups.map(({ size }, at) => {
    const bounded = Math.min(Math.max(shares[at] ?? 0, Math.floor(rhoMin * size)), Math.floor(rhoMax * size));
    return rankable(bounded, size);
  });
}

/** Tensors ranked together, in the order of the first of each group. */
function groupTensors(
  tensors: readonly BudgetTensor[],
  positions: readonly number[],
  budget: Budget,
  overrideOf: (at: number) => Override | undefined,
): Group[] {
  const groups = new Map<string, { group: string; override: string | null; tensors: number[]; size: number }>();
  for (const at of positions) {
    const tensor = tensors[at];
    if (tensor === undefined) continue;
    const override = overrideOf(at)?.target ?? null;
    const group = budget.groupOf(tensor);
    const key = JSON.stringify([override, group]);
    const entry = groups.get(key) ?? { group, override, tensors: [], size: 0 };
    entry.tensors.push(at);
    entry.size += tensor.scores.length;
    groups.set(key, entry);
  }
  return [...groups.values()];
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
const sizeOfAll = (tensors: readonly BudgetTensor[]): number => sum(tensors.map(({ scores }) => scores.length));
