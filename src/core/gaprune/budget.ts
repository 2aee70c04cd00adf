import type { ScoredTensor } from './scores';
import type { MaskSettings } from './settings';

type BudgetSettings = Pick<MaskSettings, 'sparsity' | 'rhoMin' | 'rhoMax'>;
type BudgetTensor = Pick<ScoredTensor, 'group' | 'scores'>;

/** Tensors that are ranked together, and how many of their elements are to go. */
export interface Allocation {
  readonly group: string;
  /** Positions in the list of tensors given. */
  readonly tensors: readonly number[];
  readonly size: number;
  readonly zeros: number;
}

/** A way to spread the zeros over the weights. */
export interface Budget {
  readonly label: string;
  readonly help: string;
  readonly allocate: (tensors: readonly BudgetTensor[], settings: BudgetSettings) => Allocation[];
}

/** The budgets of the reference (section 9). */
export const BUDGETS = {
  global: {
    label: 'Global',
    help: 'One ranking over every chosen weight: layers that matter less lose more.',
    allocate: allocateGlobally,
  },
  uniform: {
    label: 'Uniform per layer',
    help: 'Every layer loses the same share, within the bounds, and is ranked by itself.',
    allocate: allocateUniformly,
  },
} as const satisfies Record<MaskSettings['budget'], Budget>;

/** `kth = clamp(k, 1, total − 1)`, and nothing at all for k ≤ 0: at least one element is always kept. */
function rankable(k: number, total: number): number {
  return k <= 0 ? 0 : Math.min(Math.max(k, 1), total - 1);
}

function allocateGlobally(tensors: readonly BudgetTensor[], { sparsity }: BudgetSettings): Allocation[] {
  const size = tensors.reduce((sum, tensor) => sum + tensor.scores.length, 0);
  if (size === 0) return [];
  return [{ group: 'all', tensors: [...tensors.keys()], size, zeros: rankable(Math.floor(size * sparsity), size) }];
}

/**
 * `k_layer = ⌊k·size/Σsize⌋`, what is left over one each to the largest layers, then clamped to `[⌊rho_min·n⌋, ⌊rho_max·n⌋]`.
 * What the clamp takes or adds is not handed on, so the total may differ from the one asked for.
 */
function allocateUniformly(tensors: readonly BudgetTensor[], { sparsity, rhoMin, rhoMax }: BudgetSettings): Allocation[] {
  const groups = groupTensors(tensors);
  const total = groups.reduce((sum, group) => sum + group.size, 0);
  const k = Math.floor(total * sparsity);
  if (k <= 0) return groups.map((group) => ({ ...group, zeros: 0 }));
  const shares = groups.map(({ size }) => Math.floor((k * size) / total));
  let left = k - shares.reduce((sum, share) => sum + share, 0);
  const largestFirst = [...groups.keys()].sort((a, b) => (groups[b]?.size ?? 0) - (groups[a]?.size ?? 0));
  for (const at of largestFirst) {
    if (left-- <= 0) break;
    shares[at] = (shares[at] ?? 0) + 1;
  }
  return groups.map((group, at) => {
    const bounded = Math.min(Math.max(shares[at] ?? 0, Math.floor(rhoMin * group.size)), Math.floor(rhoMax * group.size));
    return { ...group, zeros: rankable(bounded, group.size) };
  });
}

/** Groups in the order of their first tensor. */
function groupTensors(tensors: readonly BudgetTensor[]): Omit<Allocation, 'zeros'>[] {
  const groups = new Map<string, { group: string; tensors: number[]; size: number }>();
  tensors.forEach(({ group, scores }, at) => {
    const entry = groups.get(group) ?? { group, tensors: [], size: 0 };
    entry.tensors.push(at);
    entry.size += scores.length;
    groups.set(group, entry);
  });
  return [...groups.values()];
}
