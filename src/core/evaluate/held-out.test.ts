import { describe, expect, it } from 'vitest';
import { InvalidDataError } from '../data/errors';
import { refuseCalibrationRecords } from './calibration';
import { CalibrationLeakError } from './errors';
import { heldOutFromTriplets } from './held-out';
import { readBeir } from './read-beir';

const record = (query: string, positive: string, negative: string) => ({ query, positive, negative });

describe('heldOutFromTriplets', () => {
  it('searches every distinct positive, and gives a query all its answers', () => {
    const triplets = [record('q', 'a', 'x'), record('q', 'b', 'a'), record('r', 'a', 'y')];
    const set = heldOutFromTriplets({ fileName: 'f.json', triplets });
    expect(set).toEqual({
      name: 'f.json',
      queries: ['q', 'r'],
      documents: ['a', 'b', 'x', 'y'],
      corpusSize: 2,
      relevant: [new Set([0, 1]), new Set([0])],
      triplets: [
        { query: 0, positive: 0, negative: 2 },
        { query: 0, positive: 1, negative: 0 },
        { query: 1, positive: 0, negative: 3 },
      ],
    });
  });

  it('refuses what cannot be found wrong', () => {
    expect(() => heldOutFromTriplets({ fileName: 'f.json', triplets: [record('q', 'a', 'x')] })).toThrow(InvalidDataError);
  });
});

describe('readBeir', () => {
  const corpus = '{"_id":"d2","text":"two"}\n{"_id":"d1","title":"One","text":"text"}\n\n';
  const queries = '{"_id":"q1","text":"first"}\n{"_id":"q2","text":"second"}\n{"_id":"q3","text":"no answer"}\n';

  it('orders documents by id, joins titles, and leaves out queries without an answer', () => {
    const qrels = 'query-id\tcorpus-id\tscore\nq2\td2\t1\nq1\td1\t2\nq1\td2\t1\nq3\td1\t0\n';
    expect(readBeir('set', { corpus, queries, qrels })).toEqual({
      name: 'set',
      queries: ['first', 'second'],
      documents: ['One text', 'two'],
      corpusSize: 2,
      relevant: [new Set([0, 1]), new Set([1])],
      triplets: [],
    });
  });

  it('takes TREC’s four columns', () => {
    expect(readBeir('set', { corpus, queries, qrels: 'q1\t0\td1\t1\r\n' }).relevant).toEqual([new Set([0])]);
  });

  it.each([
    [{ qrels: 'q1\td9\t1\n' }, /There is no document "d9"\. \(set, qrels, line 1\)/],
    [{ qrels: 'q9\td1\t1\n' }, /no query "q9"/],
    [{ qrels: 'q1\td1\t1\nq1 d1 1\n' }, /with tabs between\. \(set, qrels, line 2\)/],
    [{ qrels: 'q1\td1\t0\n' }, /No query has an answer/],
    [{ corpus: '{"_id":1,"text":"a"}' }, /needs a string "_id" and a string "text"\. \(set, corpus, line 1\)/],
    [{ queries: '{"_id":"q1","text":"a"}\n{"_id"' }, /not JSON.*\(set, queries, line 2\)/],
    [{ queries: '{"_id":"q1","text":"a"}\n{"_id":"q1","text":"b"}' }, /An id occurs twice/],
  ])('refuses %j', (part, message) => {
    expect(() => readBeir('set', { corpus, queries, qrels: 'q1\td1\t1\n', ...part })).toThrow(message);
  });
});

describe('refuseCalibrationRecords', () => {
  const heldOut = { fileName: 'test.json', triplets: [record('Q', 'A', 'x'), record('r', 'b', 'x')] };

  it('knows a record in another case and spacing', () => {
    const used = { fileName: 'train.json', triplets: [record(' q ', 'a', 'other')] };
    expect(() => refuseCalibrationRecords(heldOut, [used])).toThrow(CalibrationLeakError);
    expect(() => refuseCalibrationRecords(heldOut, [used])).toThrow(/1 record is in the calibration set train\.json too.*\(test\.json\)/);
  });

  it('takes other records', () => {
    const used = { fileName: 'train.json', triplets: [record('q', 'b', 'x'), record('r', 'a', 'x')] };
    expect(() => refuseCalibrationRecords(heldOut, [used])).not.toThrow();
  });
});
