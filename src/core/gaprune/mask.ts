import type { Masks } from '../model/masks';
import { allocateBudget } from './budget';
import type { Override } from './overrides';
import type { ScoreTable } from './scores';
import type { MaskSettings } from './settings';

/** What goes of one weight: all scores below `threshold`, and the first `ties` of those equal to it. */
export interface TensorCut {
  readonly name: string;
  readonly layer: number | null;
  readonly group: string;
  /** The target of the override that held; null where the budget decided. */
  readonly override: string | null;
  readonly size: number;
  readonly zeros: number;
  readonly ties: number;
  /** Null when nothing goes. */
  readonly threshold: number | null;
  readonly meanScore: number;
}

/** What a budget or an override gave one group of weights that are ranked together. */
export interface GroupCut {
  readonly group: string;
  readonly override: string | null;
  /** Names of the weights that are ranked together. */
  readonly tensors: readonly string[];
  readonly size: number;
  readonly zeros: number;
  readonly threshold: number | null;
}

/** The mask as counts and thresholds: everything but the bits. */
export interface MaskPlan {
  readonly total: number;
  readonly zeros: number;
  /** In the order of the score table. */
  readonly tensors: readonly TensorCut[];
  readonly groups: readonly GroupCut[];
}

type Settings = Pick<MaskSettings, 'budget' | 'sparsity' | 'rhoMin' | 'rhoMax'>;

/**
 * Plan the mask over the named weights of the table, which are those `selectCandidates` chose (section 9), with the override that holds
 * for each. Exact, and fast.
 * @throws UnmetSparsityError
 */
export function planMask(
  table: ScoreTable,
  names: ReadonlySet<string>,
  settings: Settings,
  overrides?: ReadonlyMap<string, Override>,
): MaskPlan {
  const indices = [...table.tensors.keys()].filter((index) => names.has(table.tensors[index]?.name ?? ''));
  const chosen = indices.flatMap((index) => table.tensors[index] ?? []);
  const cuts = new Map<number, TensorCut>();
  const groups: GroupCut[] = [];
  for (const { group, override, tensors, size, zeros } of allocateBudget(chosen, settings, overrides)) {
    const { threshold, shares } = table.lowest(
      zeros,
      tensors.flatMap((at) => indices[at] ?? []),
    );
    groups.push({ group, override, tensors: tensors.flatMap((at) => chosen[at]?.name ?? []), size, zeros, threshold });
    for (const { tensor, below, ties } of shares) {
      const entry = table.tensors[tensor];
      if (entry === undefined) continue;
      const { name, layer, meanScore, scores } = entry;
      const cut = { name, layer, group: entry.group, override, size: scores.length };
      cuts.set(tensor, { ...cut, zeros: below + ties, ties, threshold, meanScore });
    }
  }
  const tensors = indices.flatMap((index) => cuts.get(index) ?? []);
  return {
    total: tensors.reduce((sum, tensor) => sum + tensor.size, 0),
    zeros: tensors.reduce((sum, tensor) => sum + tensor.zeros, 0),
    tensors,
    groups,
  };
}

/** The mask of one weight, 1 = pruned, in the order of its scores; it holds exactly `cut.zeros` ones. */
export function buildMask(scores: Float32Array, { threshold, ties }: Pick<TensorCut, 'threshold' | 'ties'>): Uint8Array {
  const mask = new Uint8Array(scores.length);
  if (threshold === null) return mask;
  let left = ties;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? NaN;
    if (score < threshold) mask[i] = 1;
    else if (score === threshold && left > 0) {
      mask[i] = 1;
      left -= 1;
    }
  }
  return mask;
}

/** The masks of a plan's weights, of which each is made when it is asked for. Weights that lose nothing have none. */
export function plannedMasks(table: ScoreTable, plan: MaskPlan): Masks {
  const scores = new Map(table.tensors.map((tensor) => [tensor.name, tensor.scores]));
  const cuts = new Map(plan.tensors.flatMap((cut) => (cut.zeros === 0 ? [] : [[cut.name, cut] as const])));
  return {
    has: (name) => scores.has(name) && cuts.has(name),
    get(name) {
      const [own, cut] = [scores.get(name), cuts.get(name)];
      return own === undefined || cut === undefined ? undefined : buildMask(own, cut);
    },
  };
}

/** The masks of every weight of a plan, by name. */
export function buildMasks(table: ScoreTable, plan: MaskPlan): Map<string, Uint8Array> {
  const cuts = new Map(plan.tensors.map((cut) => [cut.name, cut]));
  const masks = new Map<string, Uint8Array>();
  for (const { name, scores } of table.tensors) {
    const cut = cuts.get(name);
    if (cut !== undefined) masks.set(name, buildMask(scores, cut));
  }
  return masks;
}
