import type { OnnxGraph } from '../onnx/graph';
import { layerFromName, roleFromName, typesOfRole } from './classify';
import { UnsupportedModelError } from './errors';
import { parameterNames } from './names';
import type { Parameter, StorageType } from './parameter';
import { Structure } from './structure';
import { type Weight, findWeights } from './weights';

/** Every weight of the model under its PyTorch name and layout, with its layer and types (section 8). */
export function findParameters(graph: OnnxGraph, buffers?: ReadonlySet<string>): Parameter[] {
  const weights = findWeights(graph, buffers);
  const names = parameterNames(graph, weights);
  const structure = new Structure(graph, weights);
  return weights.map((weight) => {
    const name = names.get(weight.value) ?? weight.value;
    const place = structure.placeOf(weight);
    const role = roleFromName(name) ?? place.role;
    const transposed = isTransposed(weight);
    const { dims } = weight.tensor;
    const types = typesOfRole(role, dims.length);
    return {
      name,
      initializer: weight.value,
      shape: transposed ? [...dims].reverse() : dims,
      transposed,
      storage: storageOf(weight),
      layer: layerFromName(name) ?? place.layer,
      types,
      prunable: dims.length >= 2 && types.length > 0,
    };
  });
}

/** Whether the file holds the transpose of PyTorch's out × in matrix: `x·W` does, `x·Wᵀ` does not. */
function isTransposed(weight: Weight): boolean {
  const use = weight.uses[0];
  if (use === undefined || weight.tensor.dims.length !== 2) return false;
  const { node, inputIndex, transposed } = use;
  if (node.opType === 'MatMul') return inputIndex === 1 && !transposed;
  if (node.opType !== 'Gemm' || inputIndex !== 1) return false;
  const transB = node.attributes.get('transB');
  return !(transB?.kind === 'int' && transB.value === 1) && !transposed;
}

function storageOf(weight: Weight): StorageType {
  const { dataType } = weight.tensor;
  if (dataType === 'float32' || dataType === 'float16' || dataType === 'bfloat16') return dataType;
  throw new UnsupportedModelError(`Weights stored as ${dataType} are not supported.`, `tensor ${weight.value}`);
}
