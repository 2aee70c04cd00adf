/** Which column of a data file holds what. */
export const columns = {
  title: (set: string) => `Columns of the ${set.toLowerCase()}`,
  lead: (fileName: string) => `What each column of ${fileName} holds, beside its first records. Other columns are not read.`,
  list: 'Columns',
  samplesOf: (column: string) => `First records of ${column}`,
  roles: {
    query: { label: 'Query' },
    positive: { label: 'Positive' },
    negative: { label: 'Negative' },
    ignored: { label: 'Not read' },
  },
  incomplete: 'One column must be the query and one the positive.',
  pairs: 'Without a negative it is a set of pairs: a query is told from the other positives of its batch.',
  triplets: (negatives: number) =>
    negatives === 1 ? 'A set of triplets.' : `A set of triplets with up to ${negatives} negatives a record.`,
  open: 'Open with these columns',
  known: 'Open with the known names',
  cancel: 'Cancel',
  reading: (fileName: string) => `Reading ${fileName}`,
  notRead: (fileName: string) => `${fileName} cannot be read`,
} as const;
