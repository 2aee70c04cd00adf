import { InvalidDataError } from './errors';
import type { FieldMapping } from './field-mapping';
import { findJsonError } from './json-error';
import { parseJson } from './parse-json';
import type { TripletSet } from './triplet';
import { type InspectedTriplets, TripletCollector, refuseBadRecords } from './triplet-collector';

/**
 * Read triplets from the text of a JSON array or of JSON Lines. Every record is checked.
 * @throws BadRecordsError listing the first 20 problems, InvalidDataError when no record can be used or the file holds no records; InvalidJsonError with line and column.
 */
export function readTriplets(fileName: string, text: string): TripletSet {
  const inspected = inspectTriplets(fileName, text);
  refuseBadRecords(fileName, inspected);
  return inspected.set;
}

/** As {@link readTriplets}, but the bad records are left out and told of, so that a person can go on without them. */
export function inspectTriplets(fileName: string, text: string, mapping: FieldMapping | null = null): InspectedTriplets {
  const bare = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const start = bare.trimStart()[0];
  if (start === '{') return readLines(fileName, bare, mapping);
  const collector = new TripletCollector(fileName, mapping);
  if (start !== undefined) for (const row of readArray(fileName, bare)) collector.add(row);
  return collector.finish();
}

function readArray(fileName: string, text: string): readonly unknown[] {
  const value = parseJson(fileName, text);
  if (!Array.isArray(value)) throw new InvalidDataError('The file is neither a JSON array of records nor JSON Lines.', fileName);
  return value;
}

function readLines(fileName: string, text: string, mapping: FieldMapping | null): InspectedTriplets {
  const collector = new TripletCollector(fileName, mapping);
  const good = text.split('\n').filter((line) => addLine(collector, line)).length;
  if (good > 0) return collector.finish();
  // No line is JSON by itself: one record written over several lines, or no JSON at all.
  const whole = new TripletCollector(fileName, mapping);
  whole.add(parseJson(fileName, text));
  return whole.finish();
}

/** Add one line of JSON Lines; blank ones are skipped. Whether it was JSON. */
export function addLine(collector: TripletCollector, line: string): boolean {
  if (line.trim() === '') return false;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const error = findJsonError(line);
    collector.addBroken(`is not valid JSON at column ${error?.column ?? 1}: ${error?.problem ?? ''}`);
    return false;
  }
  collector.add(value);
  return true;
}
