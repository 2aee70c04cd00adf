import { GapruneError } from '../errors';
import type { RecordProblem } from './triplet';

/** How many problems of a data set are listed one by one. */
export const LISTED_PROBLEMS = 20;

/** A data set has records that cannot be used, or none at all; the place is the file. */
export class InvalidDataError extends GapruneError {
  readonly code: string = 'INVALID_DATA';
  /** The first {@link LISTED_PROBLEMS} problems, in file order. */
  readonly problems: readonly RecordProblem[];
  /** How many problems there are in all. */
  readonly problemCount: number;

  constructor(message: string, fileName: string, problems: readonly RecordProblem[] = [], count = problems.length, options?: ErrorOptions) {
    const listed = problems.slice(0, LISTED_PROBLEMS);
    const rest = count - listed.length;
    const rows = listed.map(({ record, field, problem }) => `record ${record}, ${field}: ${problem}`);
    if (rest > 0) rows.push(`and ${rest} more`);
    super([message, ...rows].join('\n'), fileName, options);
    this.problems = listed;
    this.problemCount = count;
  }
}

/** Some records of a data set cannot be used, and others can: one may go on without the bad ones. */
export class BadRecordsError extends InvalidDataError {
  override readonly code = 'BAD_RECORDS';
}

/** No column of a data set is known as query or positive, as they have other names; the place is the file. */
export class UnknownColumnsError extends GapruneError {
  readonly code = 'UNKNOWN_COLUMNS';
}

/** The text of a data file is not JSON; the place is the file, the line and the column, both from 1. */
export class InvalidJsonError extends GapruneError {
  readonly code = 'INVALID_JSON';
}

/** The model comes without a tokenizer.json. */
export class MissingTokenizerError extends GapruneError {
  readonly code = 'MISSING_TOKENIZER';
  constructor() {
    super('The model has no tokenizer.json; texts cannot be turned into tokens without it.');
  }
}

/** The tokenizer cannot be used; the place is the file. */
export class InvalidTokenizerError extends GapruneError {
  readonly code = 'INVALID_TOKENIZER';
}

/** A tokenised text is longer than the longest length prepared for. */
export class TextTooLongError extends GapruneError {
  readonly code = 'TEXT_TOO_LONG';
}
