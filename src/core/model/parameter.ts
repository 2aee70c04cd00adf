import type { LayerType } from './layer-types';

/** How a weight is stored in the ONNX file. All arithmetic is done in float32, whatever this says. */
export type StorageType = 'float32' | 'float16' | 'bfloat16';

/**
 * One weight of the model, under its PyTorch name.
 *
 * `shape` is PyTorch's (a Linear is out_features × in_features); `transposed` says that the file holds the transpose, as
 * exporters write `x · Wᵀ` as a MatMul with a constant second operand.
 */
export interface Parameter {
  /** PyTorch parameter name of the bare `AutoModel`, e.g. `encoder.layer.0.attention.self.query.weight`. */
  readonly name: string;
  /** Name of the initializer in the ONNX file. */
  readonly initializer: string;
  readonly shape: readonly number[];
  readonly transposed: boolean;
  readonly storage: StorageType;
  /** Index of the transformer layer, or null for embeddings, final norms and the like. */
  readonly layer: number | null;
  /** Every layer type the weight belongs to, coarse and fine (`mlp` and `mlp_up`). */
  readonly types: readonly LayerType[];
  /** Whether GAPrune may prune it: two or more dimensions and a type (section 8). */
  readonly prunable: boolean;
}
