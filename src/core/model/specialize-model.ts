import { type Specialization, specialize } from '../specialize/specialize';
import type { EmbeddingModel } from './embedding-model';

/** Specialise an opened model for batches of `rows` × `length` tokens. @throws UnsupportedOperatorError, UnsupportedModelError */
export function specializeModel(
  { graph, opset, tensors, output }: EmbeddingModel,
  rows: number,
  length: number,
  beside?: Specialization,
): Specialization {
  return specialize({ graph, opset, weights: new Set(tensors.keys()), output }, rows, length, beside);
}
