import { z } from 'zod';
import { readSafetensors, type StoredArray } from '../../export/safetensors';
import { ModelFileError, UnsupportedModelError } from '../errors';
import type { ModelFolder } from '../model-folder';
import { readWeight } from '../weight-values';

export type Activation = 'identity' | 'tanh' | 'relu' | 'sigmoid' | 'gelu' | 'silu';

/** A linear layer on an embedding, `activation(x·Wᵀ + b)`: sentence-transformers' Dense. */
export interface DenseStep {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  /** outputs × inputs. */
  readonly weight: Float32Array;
  readonly bias: Float32Array | null;
  readonly activation: Activation;
}

/** By the last part of the class name in PyTorch. */
const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map([
  ['Identity', 'identity'],
  ['Tanh', 'tanh'],
  ['ReLU', 'relu'],
  ['Sigmoid', 'sigmoid'],
  ['GELU', 'gelu'],
  ['SiLU', 'silu'],
]);

const MOST_FEATURES = 65_536;
const features = z.int().min(1).max(MOST_FEATURES);
const denseConfig = z.looseObject({
  in_features: features,
  out_features: features,
  bias: z.boolean().default(true),
  activation_function: z.string().default('torch.nn.modules.activation.Tanh'),
  module_input_name: z.string().default('sentence_embedding'),
  module_output_name: z.string().nullish(),
  use_residual: z.boolean().default(false),
});

/**
 * Read a `2_Dense` folder: its configuration and its weights, which are safetensors.
 * @throws ModelFileError, UnsupportedModelError, InvalidSafetensorsError
 */
export function readDense(folder: ModelFolder, path: string): DenseStep {
  const place = `${path}/config.json`;
  const config = parse(folder.find(place), place);
  const [input, output] = [config.module_input_name, config.module_output_name ?? config.module_input_name];
  if (input !== 'sentence_embedding' || output !== 'sentence_embedding') {
    throw new UnsupportedModelError(`A Dense layer on "${input}" is not supported: one on the sentence's embedding is.`, place);
  }
  if (config.use_residual) throw new UnsupportedModelError('A Dense layer with a residual (use_residual) is not supported.', place);
  const name = config.activation_function;
  const activation = name.startsWith('torch.nn.') ? ACTIVATIONS.get(name.slice(name.lastIndexOf('.') + 1)) : undefined;
  if (activation === undefined) {
    throw new UnsupportedModelError(
      `The activation "${name}" of a Dense layer is not supported: ${[...ACTIVATIONS.keys()].join(', ')} of torch.nn are.`,
      place,
    );
  }
  const [inputs, outputs] = [config.in_features, config.out_features];
  const tensors = readTensors(folder, path);
  const values = (tensor: string, shape: readonly number[]): Float32Array => valuesOf(tensors.get(tensor), shape, tensor, path);
  return {
    ...{ kind: 'dense', inputs, outputs, activation },
    weight: values('linear.weight', [outputs, inputs]),
    bias: config.bias ? values('linear.bias', [outputs]) : null,
  };
}

function parse(bytes: Uint8Array | null, place: string): z.infer<typeof denseConfig> {
  if (bytes === null) throw new ModelFileError('modules.json names this file, and it was not given.', place);
  try {
    return denseConfig.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw new ModelFileError('This configuration of a Dense layer is not valid.', place, { cause });
  }
}

function readTensors(folder: ModelFolder, path: string): ReadonlyMap<string, StoredArray> {
  const file = folder.find(`${path}/model.safetensors`);
  if (file !== null) return readSafetensors(file).tensors;
  if (folder.find(`${path}/pytorch_model.bin`) === null) {
    throw new ModelFileError('The weights of this Dense layer were not given.', `${path}/model.safetensors`);
  }
  throw new UnsupportedModelError(
    'The weights of this Dense layer are in pytorch_model.bin, which only PyTorch reads. Load the model with sentence-transformers and save it again: it writes model.safetensors.',
    `${path}/pytorch_model.bin`,
  );
}

const DATA_TYPES = new Map([
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
] as const);

function valuesOf(array: StoredArray | undefined, shape: readonly number[], name: string, path: string): Float32Array {
  const place = `${path}/model.safetensors, ${name}`;
  if (array === undefined) throw new ModelFileError('A Dense layer lacks this tensor.', place);
  if (array.shape.join() !== shape.join()) {
    throw new ModelFileError(
      `A tensor of a Dense layer is ${array.shape.join('×')}, where its configuration says ${shape.join('×')}.`,
      place,
    );
  }
  const dataType = [...DATA_TYPES].find(([dtype]) => dtype === array.dtype)?.[1];
  if (dataType === undefined) throw new UnsupportedModelError(`Weights stored as ${array.dtype} are not supported.`, place);
  return readWeight({ name, dataType, dims: shape, bytes: array.bytes, range: null });
}
