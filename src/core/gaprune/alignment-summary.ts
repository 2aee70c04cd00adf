import type { TensorStatistics } from './statistics';

type AlignedTensor = Pick<TensorStatistics, 'name' | 'tensorAlignment' | 'conflictRate'>;

/** What the reference prints after its alignment pass (end of section 6). */
export interface AlignmentSummary {
  /** Number of weights with a tensor alignment over 0.1, under −0.1, and between (both ends included). */
  readonly aligned: number;
  readonly opposed: number;
  readonly neutral: number;
  /** The ten weights with the largest |tensor alignment|, largest first; equal ones in the order given. */
  readonly largest: readonly { readonly name: string; readonly alignment: number }[];
  /** Over all weights; all 0 when there are none. */
  readonly conflictRate: { readonly mean: number; readonly max: number; readonly min: number };
  /** Number of weights whose conflict rate exceeds 0.5. */
  readonly conflicting: number;
}

/** Summarise how far the general and the domain gradients agree, over weights. */
export function summarizeAlignment(tensors: readonly AlignedTensor[]): AlignmentSummary {
  const rates = tensors.map((tensor) => tensor.conflictRate);
  const aligned = tensors.filter((tensor) => tensor.tensorAlignment > 0.1).length;
  const opposed = tensors.filter((tensor) => tensor.tensorAlignment < -0.1).length;
  const bySize = [...tensors].sort((a, b) => Math.abs(b.tensorAlignment) - Math.abs(a.tensorAlignment));
  return {
    aligned,
    opposed,
    neutral: tensors.length - aligned - opposed,
    largest: bySize.slice(0, 10).map(({ name, tensorAlignment }) => ({ name, alignment: tensorAlignment })),
    conflictRate: {
      mean: rates.reduce((sum, rate) => sum + rate, 0) / Math.max(1, rates.length),
      max: rates.length === 0 ? 0 : Math.max(...rates),
      min: rates.length === 0 ? 0 : Math.min(...rates),
    },
    conflicting: rates.filter((rate) => rate > 0.5).length,
  };
}
