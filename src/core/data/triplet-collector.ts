import { BadRecordsError, InvalidDataError, UnknownColumnsError } from './errors';
import { type FieldMapping, proposeMapping, writeMapping } from './field-mapping';
import { type RecordProblem, TRIPLET_FIELDS, type Triplet, type TripletField, type TripletSet } from './triplet';
import { type Row, readRecord } from './triplet-fields';

/** A data set with what is wrong in it: the good records, and the problems of the others, in file order. */
export interface InspectedTriplets {
  readonly set: TripletSet;
  /** Records in the file: good, bad, and good ones beyond what is kept. */
  readonly records: number;
  readonly badRecords: number;
  /** Good records that are not in the set, as it was full. */
  readonly notKept: number;
  /** The first problems; `problemCount` is of all. */
  readonly problems: readonly RecordProblem[];
  readonly problemCount: number;
  /** Names of the fields that records have, in the order they were met. */
  readonly columns: readonly string[];
  /** The columns that each text was read from. */
  readonly read: Readonly<Record<TripletField, readonly string[]>>;
  /** The first records as the file has them, their values as short texts, by column. */
  readonly samples: readonly ReadonlyMap<string, string>[];
  /** What the columns likely hold, for a person to confirm. */
  readonly proposed: FieldMapping | null;
}

/** A set is full at so many characters: files of any size are checked, and memory stays bounded. */
const KEPT_CHARACTERS = 2 ** 26;
/** Problems that are kept to be listed. */
const KEPT_PROBLEMS = 1000;
const KEPT_COLUMNS = 100;
const SAMPLES = 3;
const SAMPLE_CHARACTERS = 160;

/**
 * Takes the records of a file one by one. A set in which no record has a negative is one of pairs; in any other, a record without one
 * cannot be used.
 */
export class TripletCollector {
  private readonly triplets: Triplet[] = [];
  private readonly pairs: Triplet[] = [];
  private readonly problems: RecordProblem[] = [];
  private readonly pairProblems: RecordProblem[] = [];
  private readonly columns = new Set<string>();
  private readonly read = { query: new Set<string>(), positive: new Set<string>(), negative: new Set<string>() };
  private readonly samples: ReadonlyMap<string, string>[] = [];
  private records = 0;
  private good = 0;
  private goodPairs = 0;
  private problemCount = 0;
  private characters = 0;

  constructor(
    private readonly fileName: string,
    private readonly mapping: FieldMapping | null = null,
  ) {}

  add(value: unknown): void {
    const { triplet, withoutNegative, problems, row, read } = readRecord(this.records++, value, this.mapping);
    for (const column of row.keys()) if (this.columns.size < KEPT_COLUMNS) this.columns.add(column);
    for (const field of TRIPLET_FIELDS) {
      for (const column of read[field]) if (this.read[field].size < KEPT_COLUMNS) this.read[field].add(column);
    }
    if (row.size > 0 && this.samples.length < SAMPLES) this.samples.push(sampleOf(row));
    for (const problem of problems) this.note(problem);
    if (triplet === null) return;
    if (withoutNegative !== null) {
      this.goodPairs++;
      this.keep(this.pairs, triplet);
      if (this.pairProblems.length < KEPT_PROBLEMS) this.pairProblems.push(withoutNegative);
    } else {
      this.good++;
      this.keep(this.triplets, triplet);
    }
  }

  /** A record that cannot even be parsed. */
  addBroken(problem: string): void {
    this.note({ record: this.records++, field: 'record', problem });
  }

  /** @throws InvalidDataError when the file holds no records */
  finish(): InspectedTriplets {
    if (this.records === 0) throw new InvalidDataError('The file holds no records.', this.fileName);
    const isPairs = this.good === 0 && this.goodPairs > 0;
    const kept = isPairs ? this.pairs : this.triplets;
    const good = isPairs ? this.goodPairs : this.good;
    const problems = isPairs ? this.problems : [...this.problems, ...this.pairProblems].sort((a, b) => a.record - b.record);
    const columns = [...this.columns];
    return {
      set: { fileName: this.fileName, triplets: kept, ...(isPairs ? { pairs: true } : {}) },
      records: this.records,
      badRecords: this.records - good,
      notKept: good - kept.length,
      problems,
      problemCount: this.problemCount + (isPairs ? 0 : this.goodPairs),
      columns,
      read: { query: [...this.read.query], positive: [...this.read.positive], negative: [...this.read.negative] },
      samples: this.samples,
      proposed: proposeMapping(columns),
    };
  }

  private keep(into: Triplet[], triplet: Triplet): void {
    const { query, positive, negative, moreNegatives = [] } = triplet;
    const size = [query, positive, negative, ...moreNegatives].reduce((sum, text) => sum + text.length, 0);
    if (this.characters + size > KEPT_CHARACTERS) return;
    this.characters += size;
    into.push(triplet);
  }

  private note(problem: RecordProblem): void {
    this.problemCount++;
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push(problem);
  }
}

/**
 * @throws BadRecordsError listing the first 20 problems, UnknownColumnsError when no record has a column for query or positive,
 * InvalidDataError when no record can be used for another reason
 */
export function refuseBadRecords(fileName: string, inspected: InspectedTriplets): void {
  const { set, records, badRecords, problems, problemCount, columns, read, proposed } = inspected;
  if (badRecords === 0) return;
  if (columns.length > 0 && (read.query.length === 0 || read.positive.length === 0)) {
    const field = read.query.length === 0 ? 'query' : 'positive';
    const has = columns.slice(0, 8).map((column) => column.slice(0, 40));
    const likely = proposed === null ? '' : ` Likely: ${writeMapping(proposed).slice(0, 200)}.`;
    throw new UnknownColumnsError(`No record has a column for ${field}; the columns are ${has.join(', ')}.${likely}`, fileName);
  }
  const Kind = set.triplets.length > 0 ? BadRecordsError : InvalidDataError;
  throw new Kind(`${badRecords} of ${records} records cannot be used.`, fileName, problems, problemCount);
}

function sampleOf(row: Row): ReadonlyMap<string, string> {
  const columns = [...row].slice(0, KEPT_COLUMNS);
  return new Map(columns.map(([column, value]) => [column, textOf(value).slice(0, SAMPLE_CHARACTERS)]));
}

/** A value of a file as it may be shown: a large one is not written out whole. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value
      .slice(0, 3)
      .map((entry) => (typeof entry === 'string' ? entry : '…'))
      .join(' · ');
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}
