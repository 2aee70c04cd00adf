import { mulberry32 } from '../../src/core/data/random';
import type { TensorStatistics } from '../../src/core/gaprune/statistics';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';
import { sizeOf } from '../../src/core/tensor';

/** Positive statistics of the size that real ones have, for every weight of a model. */
export function randomStatistics(model: EmbeddingModel, seed: number): TensorStatistics[] {
  const random = mulberry32(seed);
  return model.parameters.map(({ name, shape }) => {
    const values = (): Float32Array => Float32Array.from({ length: sizeOf(shape) }, () => random() * 1e-3 + 1e-6);
    const [fisherGeneral, fisherDomain, gradGeneral, gradDomain] = [values(), values(), values(), values()];
    return { name, shape, fisherGeneral, fisherDomain, gradGeneral, gradDomain, tensorAlignment: 0.5, conflictRate: 0 };
  });
}
