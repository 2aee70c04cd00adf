import type { ValueInfo } from '../onnx/graph';

/** The inputs of a decoder that hold what earlier calls computed: keys and values by layer. */
const CACHE = /^past(_key_values)?[._]/;

/**
 * The shape of a cache that holds nothing yet: rows × heads × 0 × width. Null for any other input.
 *
 * @param width what stands for a width that the file leaves open
 */
export function emptyCacheShape({ name, shape, dataType }: ValueInfo, rows: number, width: number): number[] | null {
  const [, heads, , last] = shape ?? [];
  if (!CACHE.test(name) || shape?.length !== 4 || typeof heads !== 'number' || !/^b?float/.test(dataType)) return null;
  return [rows, heads, 0, typeof last === 'number' ? last : width];
}
