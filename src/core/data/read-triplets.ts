import { BadRecordsError, InvalidDataError } from './errors';
import { findJsonError } from './json-error';
import { parseJson } from './parse-json';
import type { RecordProblem, Triplet, TripletSet } from './triplet';
import { readTriplet } from './triplet-fields';

/** A data set with what is wrong in it: the good records, and every problem of the others, in file order. */
export interface InspectedTriplets {
  readonly set: TripletSet;
  /** Records in the file, good and bad. */
  readonly records: number;
  readonly problems: readonly RecordProblem[];
}

/**
 * Read triplets from a JSON array or JSON Lines. Every record is checked.
 * @throws BadRecordsError listing the first 20 problems, InvalidDataError when no record can be used or the file holds no records; InvalidJsonError with line and column.
 */
export function readTriplets(fileName: string, text: string): TripletSet {
  const inspected = inspectTriplets(fileName, text);
  refuseBadRecords(fileName, inspected);
  return inspected.set;
}

/** @throws BadRecordsError, InvalidDataError as {@link readTriplets} */
export function refuseBadRecords(fileName: string, { set, records, problems }: InspectedTriplets): void {
  if (problems.length === 0) return;
  const Kind = set.triplets.length > 0 ? BadRecordsError : InvalidDataError;
  throw new Kind(`${records - set.triplets.length} of ${records} records cannot be used.`, fileName, problems);
}

/** As {@link readTriplets}, but the bad records are left out and told of, so that a person can go on without them. */
export function inspectTriplets(fileName: string, text: string): InspectedTriplets {
  const problems: RecordProblem[] = [];
  const rows = readRows(fileName, text.startsWith('\uFEFF') ? text.slice(1) : text, problems);
  if (rows.length === 0) throw new InvalidDataError('The file holds no records.', fileName);
  const triplets: Triplet[] = [];
  rows.forEach((row, record) => {
    if (row === BROKEN) return;
    const triplet = readTriplet(record, row, problems);
    if (triplet !== null) triplets.push(triplet);
  });
  problems.sort((a, b) => a.record - b.record);
  return { set: { fileName, triplets }, records: rows.length, problems };
}

/** Stands for a line of JSON Lines that is not JSON; its problem has been listed. */
const BROKEN = Symbol('broken');

/** The records as parsed: the elements of an array, or the lines of JSON Lines. */
function readRows(fileName: string, text: string, problems: RecordProblem[]): unknown[] {
  const start = text.trimStart()[0];
  if (start === '{') return readLines(fileName, text, problems);
  if (start === undefined) return [];
  const value = parseJson(fileName, text);
  if (!Array.isArray(value)) throw new InvalidDataError('The file is neither a JSON array of records nor JSON Lines.', fileName);
  return value;
}

function readLines(fileName: string, text: string, problems: RecordProblem[]): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rows = lines.map((line, record) => readLine(line, record, problems));
  if (rows.some((row) => row !== BROKEN)) return rows;
  // No line is JSON by itself: one record written over several lines, or no JSON at all.
  problems.length = 0;
  return [parseJson(fileName, text)];
}

function readLine(line: string, record: number, problems: RecordProblem[]): unknown {
  try {
    return JSON.parse(line);
  } catch {
    const error = findJsonError(line);
    problems.push({ record, field: 'record', problem: `is not valid JSON at column ${error?.column ?? 1}: ${error?.problem ?? ''}` });
    return BROKEN;
  }
}
