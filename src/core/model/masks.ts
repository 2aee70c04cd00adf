/** Masks by PyTorch name, in PyTorch layout, 1 = pruned: a map of them, or something that makes each one when it is asked for. */
export type Masks = Pick<ReadonlyMap<string, Uint8Array>, 'has' | 'get'>;

/** No weight is pruned. */
export const NO_MASKS: Masks = new Map<string, Uint8Array>();
