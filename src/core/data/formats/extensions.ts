/** Endings of file names by format, without the dot: what file dialogs offer, apart from the readers. */
export const EXTENSIONS = {
  json: ['json', 'jsonl', 'ndjson'],
  delimited: ['csv', 'tsv', 'tab'],
  parquet: ['parquet'],
} as const;

/** Every ending, with its dot. */
export const DATA_FILE_TYPES: readonly string[] = Object.values(EXTENSIONS).flatMap((endings) => endings.map((ending) => `.${ending}`));
