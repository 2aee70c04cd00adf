import type { TripletSet } from '../data/triplet';
import type { TextTokenizer } from '../data/tokenizer';
import { PROBE_TEXTS } from '../export/export-pruned';
import { checkRunModel, checkRunStatistics, checkRunWeights, checkRunWhole } from '../export/match-run';
import { type DataSource, isImported } from '../export/run-files';
import type { RunManifest } from '../export/run-manifest';
import { readStatistics } from '../export/statistics-file';
import { Pruner } from '../gaprune/pruner';
import type { Statistics, TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { splitBy } from '../sample/choose-records';
import type { HeldOutSplits } from '../sample/hold-out';
import { milliseconds } from '../units';
import { prepare } from './prepare';
import { summarizeAnalysis } from './summaries';
import type { AnalysisSummary } from './types';

/** An analysis that is done, with all that scoring, masks and exports need: from this page, a run's files or a session. */
export interface FinishedRun {
  readonly model: EmbeddingModel;
  readonly tokenizer: TextTokenizer;
  readonly pruner: Pruner;
  readonly manifest: RunManifest;
  readonly statistics: Statistics;
  /** The sets it was made from; null when only the run's own files were given. */
  readonly general: DataSource | null;
  readonly domain: DataSource | null;
}

/**
 * A run read from its files, on the model it was made from.
 * @throws InvalidRunError, InvalidSafetensorsError, and what {@link prepare} throws
 */
export async function openRunOf(
  given: EmbeddingModel,
  manifest: RunManifest,
  statisticsFile: Uint8Array,
  sets: Pick<FinishedRun, 'general' | 'domain'>,
): Promise<FinishedRun> {
  checkRunWhole(manifest);
  const { model, tokenizer } = prepare(given, manifest.settings);
  await checkRunModel(model, manifest);
  await checkRunStatistics(statisticsFile, manifest);
  return finishedRunOf({ model, tokenizer }, manifest, readStatistics(statisticsFile, manifest), sets);
}

/** A run on its model, from its statistics. @throws InvalidRunError when a weight that can be pruned was not measured */
export function finishedRunOf(
  { model, tokenizer }: Pick<FinishedRun, 'model' | 'tokenizer'>,
  manifest: RunManifest,
  tensors: readonly TensorStatistics[],
  sets: Pick<FinishedRun, 'general' | 'domain'>,
): FinishedRun {
  checkRunWeights(
    model.parameters.filter(({ prunable }) => prunable),
    manifest,
  );
  const { losses, pairs } = manifest;
  return { model, tokenizer, pruner: new Pruner(model, tensors), manifest, statistics: { tensors, losses, pairs }, ...sets };
}

/** How a run's sets were split; null when one of them is not there. */
export function splitsOf({ general, domain, manifest }: FinishedRun): HeldOutSplits | null {
  return general === null || domain === null ? null : splitBy(general.set, domain.set, manifest.settings);
}

/** The records a run may have been made from, as far as its sets are there. */
export function analysedSets(run: FinishedRun): readonly TripletSet[] {
  const splits = splitsOf(run);
  if (splits === null) return [run.general, run.domain].flatMap((source) => source?.set ?? []);
  return [splits.general.analysed, splits.domain.analysed];
}

/** What the page shows of a finished run. */
export function summarizeRun({ model, statistics, manifest }: FinishedRun): AnalysisSummary {
  const { generalData, domainData, device, elapsedMs, notFinite = [] } = manifest;
  const heldOut = { general: generalData?.heldOut ?? 0, domain: domainData?.heldOut ?? 0 };
  const sets = { general: generalData?.fileName ?? null, domain: domainData?.fileName ?? null };
  const hasGradients = (): boolean => statistics.tensors.some(({ gradDomain }) => gradDomain.some((value) => value !== 0));
  const imported = isImported(manifest) ? { sets, hasGradients: hasGradients() } : null;
  return { ...summarizeAnalysis(model, statistics, device, milliseconds(elapsedMs)), heldOut, imported, notFinite };
}

/** Texts to compare embeddings on: the first records of the domain set, when it is there. */
export function comparisonTexts({ domain }: FinishedRun): readonly string[] {
  return domain?.set.triplets.slice(0, 2).flatMap(({ query, positive }) => [query, positive]) ?? PROBE_TEXTS;
}
