import { elementwiseAlignment } from '../gaprune/alignment';
import type { TensorStatistics } from '../gaprune/statistics';
import { sizeOf } from '../tensor';
import { InvalidRunError, type RunManifest } from './run-manifest';
import { float32Values, readSafetensors } from './safetensors-reader';
import { writeSafetensors, type ArrayToWrite } from './safetensors-writer';

/** The arrays of a run, in one safetensors file: `fisher_general/NAME` and so on, float32 in PyTorch layout. */
const ARRAYS = {
  fisherGeneral: 'fisher_general',
  fisherDomain: 'fisher_domain',
  gradGeneral: 'grad_general',
  gradDomain: 'grad_domain',
} as const;

type ArrayField = keyof typeof ARRAYS;
const FIELDS = Object.keys(ARRAYS) as ArrayField[];

/**
 * Parts of the file that holds a run's arrays: views of the statistics, and the element-wise alignment (section 6), which follows
 * from the two gradients and is written for others to read.
 */
export function writeStatistics(tensors: readonly TensorStatistics[]): Uint8Array[] {
  const arrays = tensors.flatMap((tensor) => [
    ...FIELDS.map((field): ArrayToWrite => ({ name: `${ARRAYS[field]}/${tensor.name}`, shape: tensor.shape, data: tensor[field] })),
    {
      name: `alignment/${tensor.name}`,
      shape: tensor.shape,
      data: elementwiseAlignment(tensor.gradGeneral, tensor.gradDomain, tensor.shape),
    },
  ]);
  return writeSafetensors(arrays, new Map([['format', 'gaprune-run']]));
}

/**
 * The statistics of a run, from its arrays and its manifest. The arrays are views of `file`.
 * @throws InvalidSafetensorsError, and InvalidRunError when an array is missing or has another shape than the manifest says.
 */
export function readStatistics(file: Uint8Array, manifest: Pick<RunManifest, 'tensors'>): TensorStatistics[] {
  const { tensors: stored } = readSafetensors(file);
  const find = (field: ArrayField, name: string, shape: readonly number[]): Float32Array => {
    const key = `${ARRAYS[field]}/${name}`;
    const array = stored.get(key);
    const values = array === undefined ? null : float32Values(array);
    if (values === null) throw new InvalidRunError('The run lacks an array of float32 values.', key);
    if (values.length !== sizeOf(shape))
      throw new InvalidRunError(`An array has ${values.length} values, not those of [${shape.join(', ')}].`, key);
    return values;
  };
  return manifest.tensors.map(({ name, shape, tensorAlignment, conflictRate, comparedPairs }) => ({
    name,
    shape,
    tensorAlignment,
    conflictRate,
    comparedPairs,
    fisherGeneral: find('fisherGeneral', name, shape),
    fisherDomain: find('fisherDomain', name, shape),
    gradGeneral: find('gradGeneral', name, shape),
    gradDomain: find('gradDomain', name, shape),
  }));
}
