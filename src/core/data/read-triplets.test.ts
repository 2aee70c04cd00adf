import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportError } from '../errors';
import { InvalidDataError, InvalidJsonError } from './errors';
import { findJsonError } from './json-error';
import { inspectTriplets, readTriplets } from './read-triplets';

const good = { query: 'q', positive: 'p', negative: 'n' };
const one = (record: unknown) => readTriplets('data.json', JSON.stringify([record])).triplets[0];
const problemsOf = (text: string) =>
  inspectTriplets('data.json', text).problems.map(({ record, field, problem }) => `${record} ${field} ${problem}`);
const problemOf = (record: unknown) => problemsOf(JSON.stringify([good, record]))[0];

describe('readTriplets reads', () => {
  it.each(['general-example.json', 'chem-example.json'])('the built-in %s', (name) => {
    const set = readTriplets(name, readFileSync(`public/data/${name}`, 'utf8'));
    expect(set.triplets).toHaveLength(20);
  });

  it('a byte order mark, JSON Lines with blank lines and CRLF, one record over several lines', () => {
    const line = JSON.stringify(good);
    expect(readTriplets('a.json', `\uFEFF[${line}]`).triplets).toEqual([good]);
    expect(readTriplets('a.jsonl', `\uFEFF${line}\r\n\r\n${line}\n`).triplets).toEqual([good, good]);
    expect(readTriplets('a.json', JSON.stringify(good, null, 2)).triplets).toEqual([good]);
  });

  it.each([
    { anchor: 'q', positive: 'p', negative: 'n' },
    { question: 'q', answer: 'p', negative_1: 'n', negative_2: 'x' },
    { sentence1: 'q', sentence2: 'p', neg: 'n' },
    { text: 'q', passage: 'p', negatives: ['n', 'other'] },
    { query: 'q', document: 'p', negative: 'n', text: 'x' },
    { query: 'q', pos: ['p', 'other'], neg: ['n'] },
    { set: { query: 'q', pos: ['p'], neg: ['n', 'other'] } },
  ])('%j', (record) => expect(one(record)).toMatchObject(good));

  it('what fast-check writes', () => {
    const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => value.trim() !== '');
    fc.assert(
      fc.property(
        fc.array(fc.record({ query: text, positive: text, negative: text }, { noNullPrototype: true }), { minLength: 1 }),
        (triplets) => {
          expect(readTriplets('a', JSON.stringify(triplets)).triplets).toEqual(triplets);
          expect(readTriplets('a', triplets.map((triplet) => JSON.stringify(triplet)).join('\n')).triplets).toEqual(triplets);
        },
      ),
    );
  });
});

describe('readTriplets refuses', () => {
  it.each([
    [{ query: 'q', positive: 'p' }, '1 negative missing (the record has query, positive)'],
    [{}, '1 query missing (the record has no fields)'],
    [{ ...good, query: 3 }, '1 query is a number, not a text'],
    [{ ...good, query: null }, '1 query is null, not a text'],
    [{ ...good, positive: '' }, '1 positive is empty'],
    [{ ...good, positive: ' \n\u00a0' }, '1 positive is blank'],
    [{ ...good, negative: { a: 1 } }, '1 negative is an object, not a text'],
    [{ query: 'q', pos: [], neg: ['n'] }, '1 positive pos is an empty list'],
    [{ query: 'q', pos: ['p'], neg: ['w', 'o', 'r', 'd'] }, '1 negative neg is a list of single characters: a text that was split'],
    [{ query: 'q', pos: [['p']], neg: ['n'] }, '1 positive pos is a list of lists'],
    [['q', 'p', 'n'], '1 record is a list, not an object with query, positive, negative'],
    ['text', '1 record is a string, not an object with query, positive, negative'],
    [null, '1 record is null, not an object with query, positive, negative'],
  ])('%j', (record, problem) => expect(problemOf(record)).toBe(problem));

  it('and lists the first 20 problems with the count of the rest', () => {
    const records = [good, ...Array.from({ length: 25 }, () => ({ query: 'q', positive: 'p' }))];
    try {
      readTriplets('bad.json', JSON.stringify(records));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidDataError);
      if (!(error instanceof InvalidDataError)) return;
      expect(error.problems).toHaveLength(20);
      expect(error.problems[0]).toMatchObject({ record: 1, field: 'negative' });
      expect(error.problemCount).toBe(25);
      expect(error.message).toContain('25 of 26 records cannot be used.');
      expect(error.message).toContain('and 5 more (bad.json)');
      expect(reportError(error)).toMatchObject({ code: 'BAD_RECORDS', place: 'bad.json' });
    }
  });

  it('a broken line of JSON Lines, by its number', () => {
    const line = JSON.stringify(good);
    expect(problemsOf(`${line}\n{"query": NaN}\n${line}`)).toEqual(['1 record is not valid JSON at column 11: NaN is not a JSON value']);
    expect(inspectTriplets('a', `${line}\n{"query"\n${line}`).set.triplets).toHaveLength(2);
  });

  it.each([
    ['', InvalidDataError, 'holds no records'],
    ['[]', InvalidDataError, 'holds no records'],
    ['"text"', InvalidDataError, 'neither a JSON array'],
    ['7', InvalidDataError, 'neither a JSON array'],
    ['[{"query": NaN}]', InvalidJsonError, 'NaN is not a JSON value. (data.json, line 1, column 12)'],
    ['[\n {"query": "a"},\n]', InvalidJsonError, 'expected a value. (data.json, line 3, column 1)'],
    ['[{"query": "a"}', InvalidJsonError, 'expected "," or "]", but the text ends. (data.json, line 1, column 16)'],
    ['[{"query": "a\n"}]', InvalidJsonError, 'a character that must be escaped in a string. (data.json, line 1, column 14)'],
    ['[{"query": "a', InvalidJsonError, 'the text ends inside a string. (data.json, line 1, column 14)'],
    ["[{'query': 1}]", InvalidJsonError, 'expected a name in double quotes. (data.json, line 1, column 3)'],
    ['[{"query" 1}]', InvalidJsonError, 'expected ":". (data.json, line 1, column 11)'],
    ['[] []', InvalidJsonError, 'text after the end of the JSON. (data.json, line 1, column 4)'],
    ['query,positive', InvalidJsonError, 'query is not a JSON value. (data.json, line 1, column 1)'],
    ['{query: 1}', InvalidJsonError, 'expected a name in double quotes. (data.json, line 1, column 2)'],
  ])('%j', (text, type, message) => {
    expect(() => readTriplets('data.json', text)).toThrow(type);
    expect(() => readTriplets('data.json', text)).toThrow(message);
  });
});

describe('findJsonError', () => {
  it('agrees with JSON.parse on what is valid', () => {
    const isValid = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(fc.property(fc.json(), (text) => findJsonError(text) === null));
    const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', 'e', '-', '\u0000'));
    fc.assert(
      fc.property(damaged, ([text, at, char]) => {
        const bad = text.slice(0, at % text.length) + char + text.slice((at % text.length) + 1);
        expect(findJsonError(bad) === null).toBe(isValid(bad));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes deep nesting and texts of megabytes', () => {
    expect(findJsonError(`["${'a\\n'.repeat(2_000_000)}", NaN]`)).toMatchObject({ column: 6_000_006, problem: 'NaN is not a JSON value' });
    expect(findJsonError('['.repeat(100_000))).toMatchObject({ column: 100_001 });
  });
});
