import { mulberry32 } from '../../src/core/data/random';
import type { InputMeasurements, TensorStatistics } from '../../src/core/gaprune/statistics';
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

/** Input statistics of every matrix: norms, and a well-conditioned factor. */
export function randomInputs(model: EmbeddingModel, seed: number): InputMeasurements {
  const random = mulberry32(seed);
  const matrices = model.parameters.filter(({ shape }) => shape.length === 2);
  return new Map(
    matrices.map(({ name, shape: [, width = 0] }) => {
      const factor = Float64Array.from({ length: width ** 2 }, (_, at) => {
        const [row, column] = [Math.floor(at / width), at % width];
        return row === column ? 0.5 + random() : row < column ? 0.2 * (random() - 0.5) : 0;
      });
      return [name, { norms: Float32Array.from({ length: width }, () => 0.1 + random()), factor }];
    }),
  );
}
