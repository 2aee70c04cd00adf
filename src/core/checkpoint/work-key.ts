import type { DataSource } from '../export/run-files';
import type { RunManifest } from '../export/run-manifest';
import { sha256Of, sha256OfSource } from '../export/sha256';
import { type AnalysisSettings, analysisSettings } from '../gaprune/settings';
import type { EmbeddingModel } from '../model/embedding-model';
import { PROGRAM } from '../program';

/** A hash of everything that the sums of an analysis depend on: a checkpoint of other work is never taken for this one's. */
export async function workKey(
  model: EmbeddingModel,
  sets: { readonly general: DataSource; readonly domain: DataSource },
  settings: AnalysisSettings,
  device: string,
): Promise<string> {
  const files = await fileHashes(model);
  const data = [await sha256Of(sets.general.content), await sha256Of(sets.domain.content)];
  const records = [sets.general.set.triplets.length, sets.domain.set.triplets.length];
  return sha256Of(new Blob([JSON.stringify([PROGRAM, files, data, records, settings, device])]));
}

/** A hash of what a finished analysis was made of: the same one, made again or opened again, has the same. */
export async function runKey({ modelFiles, generalData, domainData, settings, device }: RunManifest): Promise<string> {
  const files = Object.entries(modelFiles).sort(([a], [b]) => (a < b ? -1 : 1));
  const data = [generalData, domainData].map((set) => set && [set.sha256, set.records, set.heldOut, set.sample]);
  return sha256Of(new Blob([JSON.stringify([files, data, analysisSettings.parse(settings), device])]));
}

/** The path and the hash of every file of a model. */
export async function fileHashes(model: EmbeddingModel): Promise<[path: string, hash: string][]> {
  const files: [string, string][] = [];
  for (const [path, content] of model.folder) files.push([path, await sha256OfSource(content)]);
  return files;
}
