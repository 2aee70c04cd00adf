import type { MeasuredTensor } from './measured-tensor';

/**
 * How a quantity is laid on colours: `log` for positive values over orders of magnitude, `ratio` for a logarithm with 1 in the middle,
 * `signed` with 0 in the middle, `share` for 0…1.
 */
export type QuantityScale = 'linear' | 'log' | 'ratio' | 'signed' | 'share';

/** Something that is known of every single weight, or of a whole tensor, or both. */
export interface Quantity {
  readonly label: string;
  readonly help: string;
  /** What the number counts; empty for a pure number. */
  readonly unit: string;
  readonly scale: QuantityScale;
  /** What has to change for the values to change. */
  readonly follows: 'nothing' | 'scoring' | 'mask';
  /** Rows `from` to `to` of a tensor; null where the tensor has none (it is not a candidate). Absent for what only whole tensors have. */
  readonly rows?: (tensor: MeasuredTensor, from: number, to: number) => Float32Array | null;
  /** The mean over a whole tensor, from its summaries; null where it has none. Absent for what only single weights have. */
  readonly ofTensor?: (tensor: TensorMeans) => number | null;
}

/** What is known of a whole tensor. */
export interface TensorMeans {
  readonly measured: {
    readonly meanFisherGeneral: number;
    readonly meanFisherDomain: number;
    readonly tensorAlignment: number;
    readonly conflictRate: number;
    readonly meanMagnitude: number;
  } | null;
  /** Null for a tensor that the settings leave out. */
  readonly planned: { readonly size: number; readonly zeros: number; readonly meanScore: number } | null;
}

const slice = (values: Float32Array, { matrix: { columns } }: MeasuredTensor, from: number, to: number): Float32Array =>
  values.subarray(from * columns, to * columns);

/** Every quantity of the heatmaps, in the order they are offered. */
export const QUANTITIES = {
  fisherDomain: {
    label: 'Domain Fisher',
    help: 'Mean squared gradient on the domain set: how much a weight matters for your field.',
    unit: '',
    scale: 'log',
    follows: 'nothing',
    rows: (tensor, from, to) => slice(tensor.statistics.fisherDomain, tensor, from, to),
    ofTensor: ({ measured }) => measured?.meanFisherDomain ?? null,
  },
  fisherGeneral: {
    label: 'General Fisher',
    help: 'Mean squared gradient on the general set.',
    unit: '',
    scale: 'log',
    follows: 'nothing',
    rows: (tensor, from, to) => slice(tensor.statistics.fisherGeneral, tensor, from, to),
    ofTensor: ({ measured }) => measured?.meanFisherGeneral ?? null,
  },
  fisherRatio: {
    label: 'Domain : general',
    help: 'Domain Fisher over general Fisher. Above 1 a weight matters more for your field.',
    unit: '',
    scale: 'ratio',
    follows: 'nothing',
    rows: (tensor, from, to) => {
      const general = slice(tensor.statistics.fisherGeneral, tensor, from, to);
      return slice(tensor.statistics.fisherDomain, tensor, from, to).map((domain, i) => domain / general[i]!);
    },
    ofTensor: ({ measured }) => (measured === null ? null : measured.meanFisherDomain / measured.meanFisherGeneral),
  },
  alignment: {
    label: 'Alignment',
    help: 'How far general and domain gradient point the same way: one cosine for a whole tensor, its smoothed terms for single weights.',
    unit: '',
    scale: 'signed',
    follows: 'nothing',
    rows: (tensor, from, to) => tensor.alignment(from, to),
    ofTensor: ({ measured }) => measured?.tensorAlignment ?? null,
  },
  conflict: {
    label: 'Conflict rate',
    help: 'Share of the batch pairs in which the two gradients of a tensor point apart.',
    unit: '',
    scale: 'linear',
    follows: 'nothing',
    ofTensor: ({ measured }) => measured?.conflictRate ?? null,
  },
  weight: {
    label: 'Weight',
    help: 'The value itself, w.',
    unit: '',
    scale: 'signed',
    follows: 'nothing',
    rows: (tensor, from, to) => slice(tensor.weights, tensor, from, to),
  },
  magnitude: {
    label: 'Magnitude',
    help: 'Absolute value of a weight, |w|.',
    unit: '',
    scale: 'linear',
    follows: 'nothing',
    rows: (tensor, from, to) => slice(tensor.weights, tensor, from, to).map(Math.abs),
    ofTensor: ({ measured }) => measured?.meanMagnitude ?? null,
  },
  score: {
    label: 'Score',
    help: 'Importance under the scoring settings, for the weights that may be pruned. The lowest go first.',
    unit: '',
    scale: 'linear',
    follows: 'scoring',
    rows: (tensor, from, to) => (tensor.candidate === null ? null : slice(tensor.candidate.ranked.scores, tensor, from, to)),
    ofTensor: ({ planned }) => planned?.meanScore ?? null,
  },
  rank: {
    label: 'Rank',
    help: 'Place in the ranking over its size, lowest score first: what lies below the sparsity goes.',
    unit: 'of the ranking',
    scale: 'share',
    follows: 'scoring',
    rows: (tensor, from, to) => {
      const shares = tensor.rankShares();
      return shares === null ? null : slice(shares, tensor, from, to);
    },
  },
  pruned: {
    label: 'Share pruned',
    help: 'Share that becomes zero under these settings.',
    unit: 'of the weights',
    scale: 'share',
    follows: 'mask',
    rows: (tensor, from, to) => tensor.maskRows(from, to),
    ofTensor: ({ planned }) => (planned === null || planned.size === 0 ? null : planned.zeros / planned.size),
  },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof QUANTITIES;

/** A quantity under its name, as any other. */
export const quantityOf = (name: QuantityName): Quantity => QUANTITIES[name];

export const quantityNames = Object.keys(QUANTITIES) as QuantityName[];
/** What a picture of whole tensors can show. */
export const TENSOR_QUANTITIES: readonly QuantityName[] = quantityNames.filter((name) => quantityOf(name).ofTensor !== undefined);
/** What a picture of single weights can show. */
export const WEIGHT_QUANTITIES: readonly QuantityName[] = quantityNames.filter((name) => quantityOf(name).rows !== undefined);
