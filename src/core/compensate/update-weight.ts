import { GapruneError } from '../errors';
import { inverseFactor } from './inverse-factor';

/** The inputs of a weight cannot be used to update it; the place is the weight. */
export class SingularInputsError extends GapruneError {
  readonly code = 'SINGULAR_INPUTS';
}

/** Share of the mean diagonal that is added to the diagonal, as in SparseGPT; ten times as much at each further try. */
const DAMPING = 0.01;
const TRIES = 4;

/**
 * The factor U of the damped inverse, H⁻¹ = UᵀU with H = XᵀX + λI: what {@link updateWeight} needs of the inputs of a product.
 * Channels that are always 0 get a 1 on the diagonal, so that they neither give nor take.
 *
 * @param gram XᵀX, in × in
 * @throws SingularInputsError when no damping makes H positive definite
 */
export function dampedInverseFactor(gram: Float32Array, width: number, place: string): Float64Array {
  const diagonal = Array.from({ length: width }, (_, i) => gram[i * width + i] ?? NaN);
  const mean = diagonal.reduce((sum, x) => sum + x, 0) / width;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const damping = DAMPING * 10 ** attempt * mean;
    const h = Float64Array.from(gram);
    diagonal.forEach((x, i) => (h[i * width + i] = x === 0 ? 1 : x + damping));
    const factor = inverseFactor(h, width);
    if (factor !== null) return factor;
  }
  throw new SingularInputsError('The inputs of this weight do not determine an update; they are not finite.', place);
}

/**
 * Change what stays of a weight so that `X·Wᵀ` changes least when the mask is applied: the optimal brain surgeon's update, column by
 * column (SparseGPT, Frantar and Alistarh 2023, with the mask given).
 *
 * For each pruned element j of a row: `err = w_j / U[j,j]`, and `w_c −= err · U[j,c]` for all c ≥ j. SparseGPT's blocks of columns
 * only order the same additions for a GPU's cache.
 *
 * @param weight out × in, row-major
 * @param mask 1 = pruned, in the same order
 * @returns a new weight, exactly 0 where the mask has a 1
 */
export function updateWeight(weight: Float32Array, mask: Uint8Array, factor: Float64Array, width: number): Float32Array {
  const out = new Float32Array(weight.length);
  for (let start = 0; start < weight.length; start += width) {
    const row = Float64Array.from(weight.subarray(start, start + width));
    for (let j = 0; j < width; j++) {
      if (mask[start + j] !== 1) continue;
      const at = j * width;
      const error = row[j]! / factor[at + j]!;
      for (let c = j + 1; c < width; c++) row[c]! -= error * factor[at + c]!;
      row[j] = 0;
    }
    out.set(row, start);
  }
  return out;
}
