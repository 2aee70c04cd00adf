import { CancelledError } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { readWeight, toPyTorchLayout } from '../model/weight-values';
import { nextTask } from '../next-task';
import { selectCandidates } from './candidates';
import { groupOf } from './groups';
import { type MaskPlan, buildMasks, planMask } from './mask';
import { fisherMeans } from './methods/fisher-means';
import { overridesOf } from './overrides';
import { type RankedTensor, ScoreTable, rankTensor } from './scores';
import { scoreTensor } from './scoring';
import type { MaskSettings, ScoringSettings } from './settings';
import type { TensorStatistics } from './statistics';

/** Longest stretch of scoring in which nobody else has a turn, but for a single weight that takes longer. */
const PAUSE_AFTER_MS = 40;

/** A plan with the scores it was made from. */
export interface ScoredPlan {
  readonly table: ScoreTable;
  readonly plan: MaskPlan;
}

/**
 * Scores a model's weights and plans masks. Scores are kept while the settings and the choice of weights stay the same, so that
 * another sparsity or budget costs no pass over the weights.
 */
export class Pruner {
  private cached: { readonly key: string; readonly table: ScoreTable } | null = null;
  private readonly statistics: ReadonlyMap<string, TensorStatistics>;

  constructor(
    private readonly model: EmbeddingModel,
    statistics: readonly TensorStatistics[],
  ) {
    this.statistics = new Map(statistics.map((tensor) => [tensor.name, tensor]));
  }

  /**
   * Exact counts of what would be pruned.
   * @throws NoMatchingWeightsError, UnknownWeightError, InvalidPatternError, InvalidOverrideError, UnmetSparsityError, InvalidScoreError
   */
  plan(scoring: ScoringSettings, mask: MaskSettings): ScoredPlan {
    const candidates = selectCandidates(this.model.parameters, mask);
    const overrides = overridesOf(this.model.parameters, mask.overrides);
    const table = this.scores(candidates, scoring);
    return { table, plan: planMask(table, new Set(candidates.map(({ name }) => name)), mask, overrides) };
  }

  /** The masks of a plan, by PyTorch name, in PyTorch layout, 1 = pruned. */
  masks({ table, plan }: ScoredPlan): Map<string, Uint8Array> {
    return buildMasks(table, plan);
  }

  /**
   * Make the scores of a plan ahead of it, with a pause every now and then in which the event loop runs.
   * @throws CancelledError once `signal` is aborted, and what `plan` throws of candidates and scores
   */
  async prepare(scoring: ScoringSettings, mask: MaskSettings, signal: AbortSignal): Promise<void> {
    const steps = this.scoreEach(selectCandidates(this.model.parameters, mask), scoring);
    let paused = performance.now();
    while (steps.next().done !== true) {
      if (performance.now() - paused < PAUSE_AFTER_MS) continue;
      await nextTask();
      if (signal.aborted) throw new CancelledError();
      paused = performance.now();
    }
  }

  private scores(candidates: readonly Parameter[], scoring: ScoringSettings): ScoreTable {
    const steps = this.scoreEach(candidates, scoring);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** Scores one weight per step; the scores that are kept at once. */
  private *scoreEach(candidates: readonly Parameter[], scoring: ScoringSettings): Generator<undefined, ScoreTable> {
    const key = JSON.stringify([scoring, candidates.map(({ name }) => name)]);
    if (this.cached?.key === key) return this.cached.table;
    this.cached = null;
    const measured = candidates.flatMap((parameter) => {
      const statistics = this.statistics.get(parameter.name);
      const tensor = this.model.tensors.get(parameter.initializer);
      return statistics === undefined || tensor === undefined ? [] : [{ parameter, statistics, tensor }];
    });
    const means = fisherMeans(measured.map(({ statistics }) => statistics));
    const ranked: RankedTensor[] = [];
    for (const { parameter, statistics, tensor } of measured) {
      const weights = toPyTorchLayout(parameter, readWeight(tensor));
      const scores = scoreTensor({ statistics, weights, means }, scoring);
      ranked.push(rankTensor({ name: parameter.name, layer: parameter.layer, group: groupOf(parameter.name), scores }));
      yield;
    }
    const table = new ScoreTable(ranked);
    this.cached = { key, table };
    return table;
  }
}
