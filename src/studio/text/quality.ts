import type { DataRole } from '../../core/engine/types';

const sets = { general: 'general', domain: 'domain' } satisfies Readonly<Record<DataRole, string>>;

/** Measuring what a mask keeps, and why it is that mask. */
export const quality = {
  title: 'Quality on held-out records',
  lead: 'Each query is looked up among all answers of its set, by the dense model and by the pruned one. The records must not have been used for the analysis.',
  sets: { general: 'General', domain: 'Domain' } satisfies Readonly<Record<DataRole, string>>,
  setFacts: (fileName: string, queries: string, corpus: string) => `${fileName}: ${queries} queries, ${corpus} answers`,
  putAside: (records: string) => `${records} records that the analysis put aside`,
  dropped: (count: string) => `; ${count} left out, as they were analysed`,
  leaveOut: 'Leave them out',
  putAsideOf: (fileName: string) => `put aside of ${fileName}`,
  unknownSets: 'What the imported statistics were measured on is not known: records that were used for it cannot be found among these.',
  opening: 'opening',
  choose: (role: DataRole) => `Choose the ${sets[role]} set`,
  setProblem: 'This set cannot be used',
  measure: 'Measure',
  again: 'Measure again',
  cancel: 'Stop',
  follow: 'Measure whenever the settings rest',
  measuring: 'Embedding texts',
  texts: (done: string, total: string) => `${done} of ${total} texts`,
  stopped: 'Nothing was measured',
  outdated: 'These figures belong to earlier settings.',
  kept: (role: DataRole, before: string, after: string, share: string) =>
    `On the ${sets[role]} set, nDCG@10 goes from ${before} to ${after}: ${share} of the dense model.`,
  significant: (p: string) => `The difference is more than chance (p ${p}).`,
  chance: (p: string) => `The difference may be chance (p ${p}).`,
  same: 'Nothing changed.',
  tableOf: (role: DataRole) => `Metrics on the ${sets[role]} set`,
  columns: { metric: 'Metric', dense: 'Dense', pruned: 'Pruned', difference: 'Difference', interval: '95 % interval', p: 'p' },
  range: (low: string, high: string) => `${low} to ${high}`,
  similarity: (cosine: string) => `Mean cosine of the embeddings to the dense model's: ${cosine}`,
  explanation: {
    title: 'Why these weights',
    lead: 'The mask is made again without each term of its score, and by every other method.',
    explain: 'Explain',
    again: 'Explain again',
    working: 'Scoring the weights anew',
    masks: (done: string, total: string) => `${done} of ${total} masks`,
    stopped: 'There is no explanation',
    equalsMagnitude: (overlap: string) =>
      `These settings come to magnitude pruning: ${overlap} of the weights that go are the smallest ones. The data decide next to nothing. Choose another method to use them.`,
    overlap: (overlap: string) => `${overlap} of the weights that go would also go by size alone.`,
    terms: { label: 'What each term decides', term: 'Term', changed: 'Of the weights that go, others without it' },
    methods: { label: 'Beside other methods', method: 'Method', overlap: 'Same weights', iou: 'IoU', correlation: 'Rank correlation' },
    noTerms: 'The score of this method is one term.',
  },
} as const;
