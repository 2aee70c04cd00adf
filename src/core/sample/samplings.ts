/** Which records of a set are analysed when it has more than are to be (section 2 of the algorithm). */
export const SAMPLINGS = {
  first: { label: 'The first', help: 'The first records of the file.' },
  random: { label: 'Random', help: 'Records drawn by the seed, in the order of the file.' },
  'k-means': {
    label: 'k-means',
    help: 'One of each group of like queries, by the model’s own embeddings.',
  },
} as const;

export type Sampling = keyof typeof SAMPLINGS;
