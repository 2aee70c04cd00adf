import type { HostTensor } from '../interpreter/host-tensor';
import type { Value } from '../ir/ops';
import type { HostInput } from '../runtime/device';

/** Values computed on the host, in the types the graph's inputs have. */
export function toHostInputs(values: ReadonlyMap<Value, HostTensor>): Map<string, HostInput> {
  return new Map([...values].map(([value, tensor]) => [value.name, toHostInput(value, tensor)]));
}

function toHostInput({ type, shape }: Value, { data }: HostTensor): HostInput {
  if (type === 'float32') return { type, shape, data: Float32Array.from(data) };
  return type === 'int32' ? { type, shape, data: Int32Array.from(data) } : { type, shape, data: Uint8Array.from(data) };
}
