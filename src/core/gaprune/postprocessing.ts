import { extent, mean, sampleDeviation } from './moments';
import { rankShares } from './ranks';
import type { ScoringSettings } from './settings';

const EPSILON = 1e-8;

/** A way to make the scores of different weights comparable; `apply` gives scores in the same order, and leaves those it is given as they are. */
export interface Postprocessing {
  readonly label: string;
  readonly help: string;
  readonly apply: (scores: Float32Array, settings: Pick<ScoringSettings, 'temperature'>) => Float32Array;
}

/** The post-processings of the reference (`score_postproc`, end of section 7). Each is applied to one weight at a time. */
export const POSTPROCESSINGS = {
  none: {
    label: 'None',
    help: 'Scores as they are: weights compete on the scale of their own Fisher information.',
    apply: (scores) => scores,
  },
  zscore_sigmoid: {
    label: 'Z-score, sigmoid',
    help: 'Sigmoid of the z-score within each matrix, divided by the temperature.',
    apply: zscoreSigmoid,
  },
  minmax: {
    label: 'Min–max',
    help: 'Scores stretched to 0…1 within each matrix.',
    apply: minmax,
  },
  rank: {
    label: 'Rank',
    help: 'Rank within each matrix over its size: every matrix loses the same share under a global budget.',
    apply: rankShares,
  },
} as const satisfies Record<ScoringSettings['postprocessing'], Postprocessing>;

/** `sigmoid(((x − mean)/(std + ε)) / max(1e-6, temperature))`; std is the sample one (n − 1), 0 for a single element. */
function zscoreSigmoid(scores: Float32Array, { temperature }: Pick<ScoringSettings, 'temperature'>): Float32Array {
  const center = mean(scores);
  const deviation = scores.length < 2 ? 0 : sampleDeviation(scores, center);
  const scale = (deviation + EPSILON) * Math.max(1e-6, temperature);
  const out = new Float32Array(scores.length);
  for (let i = 0; i < out.length; i++) out[i] = 1 / (1 + Math.exp((center - scores[i]!) / scale));
  return out;
}

/** `(x − min)/(max − min + ε)`. */
function minmax(scores: Float32Array): Float32Array {
  const { min, max } = extent(scores);
  const range = max - min + EPSILON;
  const out = new Float32Array(scores.length);
  for (let i = 0; i < out.length; i++) out[i] = (scores[i]! - min) / range;
  return out;
}
