import { CancelledError } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { readWeight, toPyTorchLayout } from '../model/weight-values';
import { nextTask } from '../next-task';
import { selectCandidates } from './candidates';
import { groupOf } from './groups';
import type { Masks } from '../model/masks';
import { type MaskPlan, buildMasks, planMask, plannedMasks } from './mask';
import { MissingInputsError } from './errors';
import { METHODS, inputsOf } from './methods';
import { type FisherMeans, fisherMeans } from './methods/fisher-means';
import type { Method } from './methods/method';
import { overridesOf } from './overrides';
import { type RankedTensor, ScoreTable, rankTensor } from './scores';
import { scoreTensor } from './scoring';
import type { MaskSettings, ScoringSettings } from './settings';
import type { InputMeasurements, TensorStatistics } from './statistics';

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
  /** What no setting changes but the choice of weights. */
  private means: { readonly key: string; readonly means: FisherMeans } | null = null;
  private readonly statistics: ReadonlyMap<string, TensorStatistics>;
  private inputs: InputMeasurements = new Map();

  constructor(
    private readonly model: EmbeddingModel,
    statistics: readonly TensorStatistics[],
  ) {
    this.statistics = new Map(statistics.map((tensor) => [tensor.name, tensor]));
  }

  /** Statistics of the inputs of products, for the methods that go by them. */
  get measuredInputs(): InputMeasurements {
    return this.inputs;
  }

  useInputs(inputs: InputMeasurements): void {
    this.inputs = inputs;
    this.cached = null;
  }

  /**
   * Exact counts of what would be pruned.
   * @throws NoMatchingWeightsError, UnknownWeightError, InvalidPatternError, InvalidOverrideError, UnmetSparsityError, InvalidScoreError,
   * MissingInputsError
   */
  plan(scoring: ScoringSettings, mask: MaskSettings): ScoredPlan {
    const candidates = selectCandidates(this.model.parameters, mask);
    const overrides = overridesOf(this.model.parameters, mask.overrides);
    const table = this.scores(candidates, scoring, mask);
    return { table, plan: planMask(table, new Set(candidates.map(({ name }) => name)), mask, overrides) };
  }

  /** The masks of a plan, by PyTorch name, in PyTorch layout, 1 = pruned. */
  masks({ table, plan }: ScoredPlan): Map<string, Uint8Array> {
    return buildMasks(table, plan);
  }

  /** The same, of which each is made when it is asked for; weights that lose nothing have none. */
  plannedMasks({ table, plan }: ScoredPlan): Masks {
    return plannedMasks(table, plan);
  }

  /**
   * Make the scores of a plan ahead of it, and ready for one sparsity after another, with a pause every now and then in which the event loop
   * runs.
   * @throws CancelledError once `signal` is aborted, and what `plan` throws of candidates and scores
   */
  async prepare(scoring: ScoringSettings, mask: MaskSettings, signal: AbortSignal): Promise<void> {
    const steps = this.scoreEach(selectCandidates(this.model.parameters, mask), scoring, mask);
    let paused = performance.now();
    const pause = async (): Promise<void> => {
      if (performance.now() - paused < PAUSE_AFTER_MS) return;
      await nextTask();
      if (signal.aborted) throw new CancelledError();
      paused = performance.now();
    };
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) await pause();
    for (const { index } of step.value.tensors) {
      index.deal();
      await pause();
    }
  }

  /** Whether what a method takes of the inputs of products has been measured. */
  hasInputs(method: ScoringSettings['method']): boolean {
    const detail = inputsOf(method);
    if (detail === 'none') return true;
    const [first] = this.inputs.values();
    return first !== undefined && (detail === 'norms' || first.factor !== null);
  }

  private scores(candidates: readonly Parameter[], scoring: ScoringSettings, mask: MaskSettings): ScoreTable {
    const steps = this.scoreEach(candidates, scoring, mask);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** Scores one weight per step; the scores that are kept at once. */
  private *scoreEach(
    candidates: readonly Parameter[],
    scoring: ScoringSettings,
    { sparsity, overrides }: MaskSettings,
  ): Generator<undefined, ScoreTable> {
    const method: Method = METHODS[scoring.method];
    const names = candidates.map(({ name }) => name);
    const key = JSON.stringify(method.followsSparsity ? [scoring, names, sparsity, overrides] : [scoring, names]);
    if (this.cached?.key === key) return this.cached.table;
    if (!this.hasInputs(scoring.method)) throw new MissingInputsError(method.label);
    const own = overridesOf(this.model.parameters, overrides);
    this.cached = null;
    const measured = candidates.flatMap((parameter) => {
      const statistics = this.statistics.get(parameter.name);
      const tensor = this.model.tensors.get(parameter.initializer);
      return statistics === undefined || tensor === undefined ? [] : [{ parameter, statistics, tensor }];
    });
    const means = this.meansOf(measured.map(({ statistics }) => statistics));
    const ranked: RankedTensor[] = [];
    for (const { parameter, statistics, tensor } of measured) {
      const weights = toPyTorchLayout(parameter, readWeight(tensor));
      const inputs = this.inputs.get(parameter.name) ?? null;
      const share = own.get(parameter.name)?.sparsity ?? sparsity;
      const scores = scoreTensor({ statistics, weights, means, inputs, sparsity: share }, scoring);
      ranked.push(rankTensor({ name: parameter.name, layer: parameter.layer, group: groupOf(parameter.name), scores }));
      yield;
    }
    const table = new ScoreTable(ranked);
    this.cached = { key, table };
    return table;
  }

  private meansOf(statistics: readonly TensorStatistics[]): FisherMeans {
    const key = statistics.map(({ name }) => name).join();
    if (this.means?.key !== key) this.means = { key, means: fisherMeans(statistics) };
    return this.means.means;
  }
}
