import { METHOD_NAMES, type MethodName } from '../gaprune/methods';
import { Pruner, type ScoredPlan } from '../gaprune/pruner';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { InputMeasurements, TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { rankCorrelation } from './rank-correlation';
import { TERMS, TERMS_OF, type TermName } from './terms';

/** How much one term of the score decides. */
export interface TermWeight {
  readonly term: TermName;
  /** Share of the pruned weights that would stay without the term, others going in their place. */
  readonly changed: number;
}

/** How a mask compares with another method's, under the same mask settings. */
export interface MethodLikeness {
  readonly method: MethodName;
  /** Share of the pruned weights that the other method prunes too. */
  readonly overlap: number;
  /** Weights that both prune, of all that either prunes. */
  readonly iou: number;
  /** Spearman's ρ of the scores, over a sample of the candidates; null where one of them is constant. */
  readonly correlation: number | null;
}

/** Why these weights go and not others. */
export interface Explanation {
  readonly terms: readonly TermWeight[];
  /** Every method but the chosen one, at the settings as they are. */
  readonly methods: readonly MethodLikeness[];
  /** Overlap with magnitude's mask; from {@link EQUALS_MAGNITUDE} on, the settings come to magnitude pruning. */
  readonly magnitudeOverlap: number;
}

export const EQUALS_MAGNITUDE = 0.99;

/** Elements whose scores are compared. */
const SAMPLE = 20_000;

export interface ExplainInput {
  readonly model: EmbeddingModel;
  readonly statistics: readonly TensorStatistics[];
  /** Of the products, as far as they were measured: methods that go by them are left out without. */
  readonly inputs?: InputMeasurements;
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
}

/**
 * Explain a mask by making others beside it: without each term of its score, and by every other method. Each is a whole scoring of the
 * candidates; the event loop runs in between.
 *
 * @throws CancelledError, and what `Pruner.plan` throws
 */
export async function explain(
  { model, statistics, inputs = new Map(), scoring, mask }: ExplainInput,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Explanation> {
  const dropped = TERMS_OF[scoring.method];
  const prunerOf = (of: readonly TensorStatistics[]): Pruner => {
    const pruner = new Pruner(model, of);
    pruner.useInputs(inputs);
    return pruner;
  };
  const known = prunerOf(statistics);
  const others = METHOD_NAMES.filter((method) => method !== scoring.method && known.hasInputs(method));
  const total = 1 + dropped.length + others.length;
  let done = 0;
  const planOf = async (of: readonly TensorStatistics[], by: ScoringSettings): Promise<Planned> => {
    const pruner = prunerOf(of);
    await pruner.prepare(by, mask, signal);
    const scored = pruner.plan(by, mask);
    onProgress(++done, total);
    return { masks: pruner.masks(scored), sample: sampleOf(scored) };
  };
  const own = await planOf(statistics, scoring);
  const terms: TermWeight[] = [];
  for (const term of dropped) {
    const without = TERMS[term].drop({ statistics, scoring });
    const { masks } = await planOf(without.statistics, without.scoring);
    terms.push({ term, changed: 1 - compare(own.masks, masks).overlap });
  }
  const methods: MethodLikeness[] = [];
  for (const method of others) {
    const { masks, sample } = await planOf(statistics, { ...scoring, method });
    const correlation = rankCorrelation(own.sample, sample);
    methods.push({ method, ...compare(own.masks, masks), correlation: Number.isFinite(correlation) ? correlation : null });
  }
  const magnitude = methods.find(({ method }) => method === 'magnitude');
  return { terms, methods, magnitudeOverlap: magnitude?.overlap ?? 1 };
}

type Masks = ReadonlyMap<string, Uint8Array>;

interface Planned {
  readonly masks: Masks;
  readonly sample: Float32Array;
}

/** Overlap of two masks over the same candidates; where nothing is pruned, nothing differs. */
export function compare(own: Masks, other: Masks): { readonly overlap: number; readonly iou: number } {
  let [pruned, both, either] = [0, 0, 0];
  for (const [name, bits] of own) {
    const others = other.get(name);
    for (let i = 0; i < bits.length; i++) {
      const [a, b] = [bits[i] ?? 0, others?.[i] ?? 0];
      pruned += a;
      both += a & b;
      either += a | b;
    }
  }
  return { overlap: pruned === 0 ? 1 : both / pruned, iou: either === 0 ? 1 : both / either };
}

/** Scores at even distances over all candidates. */
function sampleOf({ table }: ScoredPlan): Float32Array {
  const total = table.tensors.reduce((sum, { scores }) => sum + scores.length, 0);
  const step = Math.max(1, total / SAMPLE);
  const sample: number[] = [];
  let start = 0;
  let next = 0;
  for (const { scores } of table.tensors) {
    for (; Math.floor(next) < start + scores.length; next += step) sample.push(scores[Math.floor(next) - start] ?? 0);
    start += scores.length;
  }
  return Float32Array.from(sample);
}
