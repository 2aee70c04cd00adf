import { BlobBytes, blobOf } from '../../src/core/bytes/blob-bytes';
import { writePruned } from '../../src/core/export/pruned-files';
import { sha256Of } from '../../src/core/export/sha256';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { reportError } from '../../src/core/errors';
import type { ReadByRanges, ToRead } from './blob-reader';

addEventListener('message', ({ data }: MessageEvent<ToRead>) => {
  void answer(data).then(postMessage, (error: unknown) => postMessage({ error: reportError(error) }));
});

/** What {@link ToRead} asks for, of a model whose files are never read as a whole. */
async function answer({ name, files, masks }: ToRead): Promise<ReadByRanges> {
  const folder = new Map([...files].map(([path, content]) => [path, new BlobBytes(content, path)]));
  const model = openEmbeddingModel(name, folder);
  const pruned = writePruned(model, masks);
  const hashes = new Map<string, string>();
  for (const [path, content] of pruned.folder) hashes.set(path, await sha256Of(blobOf(content)));
  return { parameters: model.parameters.map((parameter) => parameter.name), zeros: pruned.zerosInMasked, hashes };
}
