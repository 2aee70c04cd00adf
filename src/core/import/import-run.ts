import { type DataSource, IMPORTED, describeRun } from '../export/run-files';
import type { RunManifest } from '../export/run-manifest';
import { type AnalysisSettings, analysisSettings } from '../gaprune/settings';
import type { TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { milliseconds } from '../units';
import { readGivenStatistics } from './given-statistics';
import { importStatistics } from './import-statistics';

/** What a run of imported statistics takes over of the settings: how texts are read when something is measured with it. */
export type ImportSettings = Pick<AnalysisSettings, 'maxLength' | 'queryPrompt' | 'documentPrompt'>;

/** The sets that were measured on, each where it is known. */
export interface MeasuredSets {
  readonly general: DataSource | null;
  readonly domain: DataSource | null;
}

/**
 * A run of statistics that another program measured on this model.
 *
 * @param files a safetensors file or the reference's folders, by relative path
 * @throws InvalidStatisticsError, InvalidSafetensorsError
 */
export async function importRun(
  model: EmbeddingModel,
  files: ReadonlyMap<string, Uint8Array>,
  { maxLength, queryPrompt, documentPrompt }: ImportSettings,
  sets: MeasuredSets,
): Promise<{ readonly manifest: RunManifest; readonly tensors: readonly TensorStatistics[] }> {
  const tensors = importStatistics(model.parameters, readGivenStatistics(files));
  const all = { heldOut: 0, sample: null };
  const losses = { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] };
  const manifest = await describeRun({
    settings: analysisSettings.parse({ maxLength, queryPrompt, documentPrompt }),
    ...{ modelFiles: model.folder, ...sets, used: { general: all, domain: all } },
    ...{ device: IMPORTED, elapsedMs: milliseconds(0), statistics: { tensors, losses, pairs: 0 } },
  });
  return { manifest, tensors };
}
