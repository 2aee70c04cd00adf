/** Which records of a set are analysed when it has more than are to be (section 2 of the algorithm). */
export const SAMPLINGS = {
  first: { label: 'The first', help: 'The first records of the file.' },
  random: { label: 'Random', help: 'Records drawn by the seed, in the order of the file.' },
  'k-means': {
    label: 'Spread out (k-means)',
    help: 'Records whose queries stand for groups of like ones: k-means on the model’s own embeddings of up to 50,000 queries.',
  },
} as const;

export type Sampling = keyof typeof SAMPLINGS;
