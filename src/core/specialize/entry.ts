import type { HostTensor } from '../interpreter/host-tensor';
import type { Value } from '../ir/ops';

/** What is known of a value of the model while it is specialised. */
export type Entry =
  /** Computed on the host. `perBatch`: it depends on the token ids or the mask, so `tensor` is an example that has the right shape. */
  | { readonly kind: 'host'; readonly tensor: HostTensor; readonly perBatch: boolean }
  /** Computed by the static graph. */
  | { readonly kind: 'device'; readonly value: Value }
  /** A condition that is false everywhere: `IsNaN` of an activation (see docs/decisions). */
  | { readonly kind: 'never'; readonly shape: readonly number[] };

export function shapeOf(entry: Entry): readonly number[] {
  if (entry.kind === 'host') return entry.tensor.shape;
  return entry.kind === 'device' ? entry.value.shape : entry.shape;
}
