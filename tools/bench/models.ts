import { join } from 'node:path';
import { readFolder } from '../../src/cli/files';
import { mulberry32 } from '../../src/core/data/random';
import type { TensorStatistics } from '../../src/core/gaprune/statistics';
import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';
import { sizeOf } from '../../src/core/tensor';

export function openModel(root: string, path: string): EmbeddingModel {
  const { name, files } = readFolder(join(root, path));
  return openEmbeddingModel(name, files);
}

export const miniLm = (root: string): EmbeddingModel => openModel(root, 'public/models/all-MiniLM-L6-v2');
export const tinyBert = (root: string): EmbeddingModel => openModel(root, 'tests/fixtures/models/tiny-bert');

/** Statistics of the size that real ones have, for every weight of a model. */
export function madeUpStatistics(model: EmbeddingModel): TensorStatistics[] {
  const next = mulberry32(7);
  const values = (size: number): Float32Array => {
    const out = new Float32Array(size);
    for (let i = 0; i < size; i++) out[i] = next() * 1e-3 + 1e-6;
    return out;
  };
  return model.parameters.map(({ name, shape }) => {
    const size = sizeOf(shape);
    const [fisherGeneral, fisherDomain, gradGeneral, gradDomain] = [values(size), values(size), values(size), values(size)];
    return { name, shape, fisherGeneral, fisherDomain, gradGeneral, gradDomain, tensorAlignment: 0.5, conflictRate: 0 };
  });
}
