import { BadRecordsError, InvalidDataError } from './errors';
import { type FieldMapping, proposeMapping } from './field-mapping';
import type { RecordProblem, Triplet, TripletSet } from './triplet';
import { readRecord } from './triplet-fields';

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
  /** What the columns likely hold, for a person to confirm. */
  readonly proposed: FieldMapping | null;
}

/** A set is full at so many characters: files of any size are checked, and memory stays bounded. */
const KEPT_CHARACTERS = 2 ** 26;
/** Problems that are kept to be listed. */
const KEPT_PROBLEMS = 1000;
const KEPT_COLUMNS = 100;

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
    const { triplet, withoutNegative, problems, columns } = readRecord(this.records++, value, this.mapping);
    for (const column of columns) if (this.columns.size < KEPT_COLUMNS) this.columns.add(column);
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
      proposed: this.mapping ?? proposeMapping(columns),
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

/** @throws BadRecordsError listing the first 20 problems, InvalidDataError when no record can be used */
export function refuseBadRecords(fileName: string, { set, records, badRecords, problems, problemCount }: InspectedTriplets): void {
  if (badRecords === 0) return;
  const Kind = set.triplets.length > 0 ? BadRecordsError : InvalidDataError;
  throw new Kind(`${badRecords} of ${records} records cannot be used.`, fileName, problems, problemCount);
}
