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
  first: (count: number) => `first ${count}`,
  firstRecords: (title: string) => `First records of the ${title.toLowerCase()}`,
  fields: { query: 'query', positive: 'positive', negative: 'negative' },
} as const;
