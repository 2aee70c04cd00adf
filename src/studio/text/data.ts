import type { Leak, RecordPair } from '../../core/data/overlaps';
import type { DataRole } from '../../core/engine/types';

/** The data sets of an analysis, as the page names them. */
export const data = {
  roles: {
    general: { title: 'General set', help: 'Drop everyday records: what the model should still know afterwards.' },
    domain: { title: 'Domain set', help: 'Drop records of your field: what the pruned model is for.' },
  } satisfies Readonly<Record<DataRole, { readonly title: string; readonly help: string }>>,
  chooseFile: 'Choose file',
  example: 'Example',
  drop: (title: string) => `${title}: drop a file`,
  notOpened: (title: string) => `The ${title.toLowerCase()} could not be opened`,
  opening: (title: string) => `Opening the ${title.toLowerCase()}`,
  record: 'record',
  withoutBad: 'Go on without the bad records',
  chooseColumns: 'Choose columns',
  facts: {
    pairs: 'Pairs, without negatives',
    triplets: 'Triplets',
    read: 'read from',
    ignored: 'not read',
    several: (count: string) => `${count} with several negatives`,
    notKept: (count: string) => `${count} good records beyond what is held in memory`,
    change: 'Columns …',
    changeOf: (title: string) => `${title}: choose columns`,
  },
  range: (start: string, end: string, total: string) => `${start}–${end} of ${total}`,
  previous: (title: string) => `${title}: earlier records`,
  next: (title: string) => `${title}: later records`,
  recordsOf: (title: string) => `Records of the ${title.toLowerCase()}`,
  fullText: (record: number) => `Record ${record} in full`,
  lengths: {
    title: 'Token lengths',
    waiting: 'Counting tokens …',
    counting: (done: string, total: string) => `${done} of ${total} records`,
    columns: {
      field: 'Field',
      tokens: 'tokens',
      median: 'Median',
      longest: 'Longest',
      truncated: (maxLength: number) => `Over ${maxLength}`,
    },
  },
  findings: {
    leftOut: (count: string) => `${count} left out`,
    duplicates: (count: number) => (count === 1 ? 'duplicate' : 'duplicates'),
    leaks: (count: number) => (count === 1 ? 'leak' : 'leaks'),
    shared: (count: string) => `${count} texts in both sets`,
    more: (count: number) => `and ${count} more`,
    leftOutColumns: ['record', 'field', 'problem'],
    saveLeftOut: (count: number) => (count === 1 ? 'Save the problem as CSV' : `Save ${count} problems as CSV`),
    leftOutTitle: (count: number) => `Records left out (${count})`,
    duplicatesTitle: (count: number) => `Duplicates (${count})`,
    leaksTitle: (count: number) => `Leaks from the general set (${count})`,
    problem: (record: number, field: string, problem: string) => `Record ${record}, ${field}: ${problem}`,
    duplicate: ({ first, second }: RecordPair) => `Record ${second} repeats record ${first}.`,
    exact: (count: string) => ` (${count} word for word)`,
    leak: ({ first, second, exact }: Leak) =>
      exact
        ? `Record ${second} is record ${first} of the general set, word for word.`
        : `Record ${second} is record ${first} of the general set but for case, spaces or the form of characters.`,
  },
  fields: { query: 'query', positive: 'positive', negative: 'negative' },
} as const;
