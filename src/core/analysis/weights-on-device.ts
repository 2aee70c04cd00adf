import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { fitTables, isPart, wholeOf } from '../model/table-parts';
import { weightParts } from '../model/weight-values';
import type { StoredTensor } from '../onnx/graph';
import type { Device, DeviceBuffer, DeviceInput } from '../runtime/device';
import type { Value } from '../ir/ops';
import { RuntimeError } from '../runtime/errors';
import { sizeOf } from '../tensor';

/** The model's weights in float32 on a device, in the file's layout: uploaded once, shared by every session. */
export class DeviceWeights {
  private constructor(
    private readonly device: Device,
    private readonly buffers: ReadonlyMap<string, DeviceBuffer>,
  ) {}

  /** @param replaced values instead of the file's, by initializer name (a pruned model in memory) */
  static async upload(
    device: Device,
    model: EmbeddingModel,
    replaced: ReadonlyMap<string, Float32Array> = new Map(),
  ): Promise<DeviceWeights> {
    const buffers = new Map<string, DeviceBuffer>();
    const { parameters, tensors } = fitTables(model, device.limits.bindingBytes);
    for (const parameter of parameters) {
      const { initializer } = parameter;
      const tensor = tensors.get(initializer);
      if (tensor === undefined) throw new RuntimeError('A weight has no values.', initializer);
      const values = replacedBy(replaced, parameter);
      buffers.set(initializer, await (values === undefined ? uploadWeight(device, tensor) : device.upload(values)));
    }
    return new DeviceWeights(device, buffers);
  }

  /** The weights as inputs of a session. */
  inputs(parameters: ReadonlyMap<string, Value>): Map<string, DeviceInput> {
    return new Map(
      [...parameters].map(([initializer, value]) => [
        value.name,
        { type: 'float32', shape: value.shape, buffer: this.buffer(initializer) },
      ]),
    );
  }

  /** A weight's buffer: what an optimizer writes to. */
  buffer(initializer: string): DeviceBuffer {
    const buffer = this.buffers.get(initializer);
    if (buffer === undefined) throw new RuntimeError('A weight is not on the device.', initializer);
    return buffer;
  }

  free(): void {
    for (const buffer of this.buffers.values()) this.device.free(buffer);
  }
}

/** The values that take the place of a weight's own, or of those of a part of it. */
function replacedBy(replaced: ReadonlyMap<string, Float32Array>, parameter: Parameter): Float32Array | undefined {
  const values = replaced.get(wholeOf(parameter).initializer);
  if (values === undefined || !isPart(parameter)) return values;
  const width = sizeOf(parameter.shape.slice(1));
  return values.subarray(parameter.start * width, parameter.start * width + sizeOf(parameter.shape));
}

/** From the file to the device, a part after the other. */
async function uploadWeight(device: Device, tensor: StoredTensor): Promise<DeviceBuffer> {
  const buffer = await device.allocate(sizeOf(tensor.dims));
  let at = 0;
  for (const part of weightParts(tensor)) {
    device.write(buffer, part, at);
    at += part.length;
  }
  return buffer;
}
