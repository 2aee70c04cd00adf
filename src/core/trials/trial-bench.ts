import { updatedPatch } from '../compensate/measure-inputs';
import type { Bench, Both } from '../evaluate/bench';
import { retrievalOnly, type HeldOutSet } from '../evaluate/held-out';
import { type Measurement, similarityTo } from '../evaluate/measure';
import { bootstrap, compare, meanOf } from '../evaluate/statistics';
import type { Pruner } from '../gaprune/pruner';
import type { MaskSettings, ScoringSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { maskedPatch } from '../model/weight-patch';
import type { SetFigures, TrialFigures } from './figures';

/** A way to prune, to be measured. */
export interface Trial {
  readonly scoring: ScoringSettings;
  readonly mask: MaskSettings;
  /** Whether what stays is updated; takes measured covariances. */
  readonly update: boolean;
}

export interface TrialHooks {
  readonly signal?: AbortSignal;
  /** Share of this trial that is done. */
  readonly onProgress?: (share: number) => void;
}

/** A trial's figures, and what each query got, to compare trials with each other. */
export interface TrialResult {
  readonly figures: TrialFigures;
  readonly measured: Both<Measurement>;
}

/** Tries ways to prune one model, one after another, on the same queries. */
export class TrialBench {
  private readonly sets: Both<HeldOutSet>;

  constructor(
    private readonly bench: Bench,
    private readonly model: EmbeddingModel,
    readonly pruner: Pruner,
    sets: Both<HeldOutSet>,
  ) {
    this.sets = { general: retrievalOnly(sets.general), domain: retrievalOnly(sets.domain) };
  }

  /** Documents embedded for one measurement of both sets, queries included. */
  async dense(hooks: TrialHooks = {}): Promise<TrialResult> {
    const measured = await this.bench.dense(this.sets, asEmbedHooks(hooks));
    return {
      measured,
      figures: { zeros: 0, total: 0, general: figuresOf(measured.general, null), domain: figuresOf(measured.domain, null) },
    };
  }

  /** @throws CancelledError, and what `Pruner.plan` throws */
  async run({ scoring, mask, update }: Trial, hooks: TrialHooks = {}): Promise<TrialResult> {
    const dense = await this.dense(hooks);
    await this.pruner.prepare(scoring, mask, hooks.signal ?? new AbortController().signal);
    const scored = this.pruner.plan(scoring, mask);
    const { zeros, total } = scored.plan;
    if (zeros === 0) return { ...dense, figures: { ...dense.figures, total } };
    const masks = this.pruner.masks(scored);
    const patch = update ? updatedPatch(this.model, masks, this.pruner.measuredInputs) : maskedPatch(this.model, masks);
    const measured = await this.bench.measure(patch, this.sets, asEmbedHooks(hooks));
    const of = (role: 'general' | 'domain'): SetFigures => figuresOf(measured[role], dense.measured[role]);
    return { measured, figures: { zeros, total, general: of('general'), domain: of('domain') } };
  }
}

function asEmbedHooks({ signal, onProgress }: TrialHooks) {
  return { ...(signal === undefined ? {} : { signal }), onProgress: (done: number, total: number) => onProgress?.(done / total) };
}

function figuresOf(measurement: Measurement, dense: Measurement | null): SetFigures {
  const { ndcg10 } = measurement.values;
  if (dense === null) return { ndcg10: bootstrap(ndcg10), share: 1, difference: null, similarity: 1 };
  const before = meanOf(dense.values.ndcg10);
  return {
    ndcg10: bootstrap(ndcg10),
    share: before === 0 ? 1 : meanOf(ndcg10) / before,
    difference: compare(dense.values.ndcg10, ndcg10),
    similarity: similarityTo(dense, measurement),
  };
}
