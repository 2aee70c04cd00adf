import type { DataSource } from '../export/run-files';
import { sha256Of, sha256OfSource } from '../export/sha256';
import type { AnalysisSettings } from '../gaprune/settings';
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

/** The path and the hash of every file of a model. */
export async function fileHashes(model: EmbeddingModel): Promise<[path: string, hash: string][]> {
  const files: [string, string][] = [];
  for (const [path, content] of model.folder) files.push([path, await sha256OfSource(content)]);
  return files;
}
