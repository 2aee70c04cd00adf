import { getFloat16 } from '@petamoriken/float16';
import type { StoredTensor } from '../onnx/graph';
import { transpose } from '../tensor';
import { UnsupportedModelError } from './errors';
import type { Parameter } from './parameter';

/** The values of a weight as float32, in the file's own layout. float16 and bfloat16 convert without loss. */
export function readWeight(tensor: StoredTensor): Float32Array {
  const { bytes, dataType } = tensor;
  if (dataType === 'float32') {
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(bytes.length / 2);
  if (dataType === 'float16') {
    for (let i = 0; i < values.length; i++) values[i] = getFloat16(view, 2 * i, true);
  } else if (dataType === 'bfloat16') {
    const bits = new Uint32Array(values.buffer);
    for (let i = 0; i < values.length; i++) bits[i] = view.getUint16(2 * i, true) << 16;
  } else {
    throw new UnsupportedModelError(`Weights stored as ${dataType} are not supported.`, `tensor ${tensor.name}`);
  }
  return values;
}

/** The values of a weight in PyTorch layout. */
export function toPyTorchLayout(parameter: Parameter, values: Float32Array): Float32Array {
  const [rows, columns] = parameter.shape;
  // The file holds columns × rows.
  return parameter.transposed && rows !== undefined && columns !== undefined ? transpose(values, columns, rows) : values;
}

/** The raw bytes of a weight after pruning: the bytes of the file, with zeros where the mask (PyTorch layout) has a 1. */
export function maskedBytes(parameter: Parameter, tensor: StoredTensor, mask: Uint8Array): Uint8Array {
  const out = tensor.bytes.slice();
  const width = out.length / mask.length;
  const rows = parameter.shape[0] ?? 1;
  const columns = parameter.shape[1] ?? 1;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] !== 1) continue;
    const at = parameter.transposed ? (i % columns) * rows + Math.floor(i / columns) : i;
    out.fill(0, at * width, (at + 1) * width);
  }
  return out;
}
