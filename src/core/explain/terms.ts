import type { ScoringSettings } from '../gaprune/settings';
import type { TensorStatistics } from '../gaprune/statistics';

/** What a method scores from: statistics and settings. */
export interface Scored {
  readonly statistics: readonly TensorStatistics[];
  readonly scoring: ScoringSettings;
}

/** A part of a score that can be left out, to see what it decides. */
export interface Term {
  readonly label: string;
  readonly help: string;
  readonly drop: (scored: Scored) => Scored;
}

/** The parts of the methods' formulas. */
export const TERMS = {
  relevance: {
    label: 'Domain Fisher',
    help: 'What the domain set says of a weight (relevance).',
    drop: ({ statistics, scoring }) => ({ scoring, statistics: statistics.map((t) => ({ ...t, fisherDomain: zeros(t.fisherDomain) })) }),
  },
  complexity: {
    label: 'General Fisher',
    help: 'What the general set says of a weight (complexity).',
    drop: ({ statistics, scoring }) => ({ scoring, statistics: statistics.map((t) => ({ ...t, fisherGeneral: zeros(t.fisherGeneral) })) }),
  },
  magnitude: {
    label: 'Magnitude term',
    help: 'γ·√|w|: the size of the weight by itself.',
    drop: ({ statistics, scoring }) => ({ statistics, scoring: { ...scoring, gamma: 0 } }),
  },
  damping: {
    label: 'Damping',
    help: 'The floor under Fisher information, which lets magnitude count everywhere.',
    drop: ({ statistics, scoring }) => ({ statistics, scoring: { ...scoring, damping: 0 } }),
  },
  alignment: {
    label: 'Alignment factor',
    help: 'How far the gradients of both sets agree.',
    drop: ({ statistics, scoring }) => ({ statistics, scoring: { ...scoring, alignmentStrength: 0 } }),
  },
} as const satisfies Record<string, Term>;

export type TermName = keyof typeof TERMS;

/** The terms of each method's formula. */
export const TERMS_OF = {
  dai: ['relevance', 'complexity', 'magnitude', 'alignment'],
  'dai-calibrated': ['relevance', 'complexity', 'magnitude', 'alignment'],
  balanced: ['relevance', 'complexity', 'damping'],
  fisher: ['relevance', 'complexity'],
  taylor: [],
  wanda: [],
  sparsegpt: [],
  magnitude: [],
  random: [],
} as const satisfies Record<ScoringSettings['method'], readonly TermName[]>;

/** A gradient or Fisher information of nothing; made anew, as all arrays of a tensor have its size. */
const zeros = (like: Float32Array): Float32Array => new Float32Array(like.length);
