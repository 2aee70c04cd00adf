import type { TensorStatistics } from '../gaprune/statistics';
import type { Parameter } from '../model/parameter';
import type { Counts, SumsState } from './running-sums';

/** The outcome of a pass over the data. */
export interface PassResult {
  readonly tensors: readonly TensorStatistics[];
  readonly counts: Counts;
}

/** What an analysis knows between two steps: with it, it goes on in another process, bit for bit. */
export interface AnalysisState {
  /** What was known not to be finite when the first pass began. */
  readonly known: number;
  readonly finished: readonly PassResult[];
  /** Of the pass that is under way. */
  readonly sums: SumsState;
}

/** Whether a state is of an analysis in these passes. */
export function fitsPasses({ finished, sums }: AnalysisState, passes: readonly (readonly Parameter[])[]): boolean {
  const current = passes[finished.length];
  if (current === undefined) return false;
  const same = finished.every(({ tensors }, i) => {
    const pass = passes[i] ?? [];
    return tensors.length === pass.length && tensors.every(({ name }, j) => name === pass[j]?.name);
  });
  return same && current.every(({ initializer }) => sums.arrays.has(`fisherGeneral/${initializer}`));
}
