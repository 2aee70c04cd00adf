import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMapping, proposeMapping, writeMapping } from '../field-mapping';
import { inspectData, readData } from '.';
import { STRICT } from './reading';

const file = (name: string, ...parts: BlobPart[]) => ({ name, content: new Blob(parts) });
const fixture = (name: string) => file(name, readFileSync(new URL(`../../../../tests/fixtures/data/${name}`, import.meta.url)));
const good = { query: 'q', positive: 'p', negative: 'n' };
const line = JSON.stringify(good);

describe('readData', () => {
  it.each([
    ['a.csv', 'query,positive,negative\nq,p,n\n'],
    ['a.csv', '\uFEFFquery;positive;negative\r\nq;p;n\r\n\r\n'],
    ['a.tsv', 'anchor\tpositive\tnegative\nq\tp\tn'],
    ['a.csv', 'id,question,answer,neg\n1,q,p,n'],
    ['unnamed', 'query\tpositive\tnegative\nq\tp\tn'],
    ['unnamed', `  ${line}\n`],
    ['a.JSON', `[${line}]`],
    ['a.ndjson', line],
  ])('%s: %j', async (name, text) => {
    expect((await readData(file(name, text))).triplets).toEqual([good]);
  });

  it('quoted cells with separators, quotes and line breaks', async () => {
    const set = await readData(file('a.csv', 'query,positive,negative\n"a, ""b""","two\nlines",n'));
    expect(set.triplets).toEqual([{ query: 'a, "b"', positive: 'two\nlines', negative: 'n' }]);
  });

  it('UTF-16, as spreadsheets write it', async () => {
    const text = '\uFEFFquery\tpositive\tnegative\né\tp\tn';
    expect(
      (
        await readData(
          file(
            'a.tsv',
            Uint16Array.from(text, (char) => char.charCodeAt(0)),
          ),
        )
      ).triplets[0]?.query,
    ).toBe('é');
  });

  it.each(['snappy', 'gzip', 'zstd'])('Parquet, %s, in groups of rows', async (codec) => {
    const { triplets } = await readData(fixture(`triplets-${codec}.parquet`));
    expect(triplets).toHaveLength(7);
    expect(triplets[6]).toEqual({ query: 'question 6 é', positive: 'answer 6 🧪', negative: 'wrong 6' });
  });

  it('Parquet with lists, under any name', async () => {
    const { triplets } = await readData({ ...fixture('lists.parquet'), name: 'train-00000' });
    expect(triplets[2]).toEqual({ query: 'q2', positive: 'p2', negative: 'n2', moreNegatives: ['m2'] });
  });
});

describe('several negatives', () => {
  it.each([
    [{ query: 'q', pos: ['p'], neg: ['n', 'o', 'r'] }, ['o', 'r']],
    [{ query: 'q', positive: 'p', negative_1: 'n', negative_2: 'o', negative_3: 'r' }, ['o', 'r']],
    [{ set: { query: 'q', pos: ['p'], neg: ['n', 'o longer'] } }, ['o longer']],
    [{ query: 'q', positive: 'p', negative: 'n' }, undefined],
  ])('%j', async (record, more) => {
    const { triplets } = await readData(file('a.json', JSON.stringify([{ ...record }].map((each) => longer(each)))));
    expect(triplets[0]?.moreNegatives).toEqual(more?.map((text) => (text.length === 1 ? text.repeat(2) : text)));
  });

  /** Texts of one character in a list would be a text that was split. */
  function longer(value: unknown): unknown {
    if (typeof value === 'string') return value.length === 1 ? value.repeat(2) : value;
    if (Array.isArray(value)) return value.map(longer);
    return value === null || typeof value !== 'object' ? value : Object.fromEntries(Object.entries(value).map(([k, v]) => [k, longer(v)]));
  }
});

describe('pairs', () => {
  it('are a set without any negative', async () => {
    const set = await readData(file('a.csv', 'query,positive\nq,p\nr,s'));
    expect(set).toEqual({
      fileName: 'a.csv',
      pairs: true,
      triplets: [
        { query: 'q', positive: 'p', negative: '' },
        { query: 'r', positive: 's', negative: '' },
      ],
    });
  });

  it('beside triplets are records without a negative', async () => {
    const { set, badRecords, problems } = await inspectData(file('a.jsonl', `${line}\n{"query": "q", "positive": "p"}`));
    expect([set.triplets.length, set.pairs, badRecords, problems.length]).toEqual([1, undefined, 1, 1]);
  });
});

describe('columns of other names', () => {
  const text = 'Prompt,Response,hard_negative_text\nq,p,n';

  it('are told, with what they likely hold', async () => {
    const { columns, proposed, badRecords } = await inspectData(file('a.csv', text));
    expect(columns).toEqual(['Prompt', 'Response', 'hard_negative_text']);
    expect(proposed).toEqual({ query: 'Prompt', positive: 'Response', negatives: ['hard_negative_text'] });
    expect(badRecords).toBe(1);
    expect((await readData(file('a.csv', text), { ...STRICT, fields: proposed })).triplets).toEqual([good]);
  });

  it.each([
    [['sentence1', 'sentence2', 'label'], { query: 'sentence1', positive: 'sentence2', negatives: [] }],
    [['Query', 'POS', 'NEG'], { query: 'Query', positive: 'POS', negatives: ['NEG'] }],
    [['premise', 'entailment', 'contradiction'], { query: 'premise', positive: 'entailment', negatives: ['contradiction'] }],
    [['title', 'abstract'], { query: 'title', positive: 'abstract', negatives: [] }],
    [['q', 'a', 'hard_1', 'hard_2'], { query: 'q', positive: 'a', negatives: ['hard_1', 'hard_2'] }],
    [['id', 'score'], null],
  ])('%j', (columns, expected) => {
    expect(proposeMapping(columns)).toEqual(expected);
  });

  it('a mapping without a negative reads pairs', async () => {
    const set = await readData(file('a.csv', text), { ...STRICT, fields: { query: 'Prompt', positive: 'Response', negatives: [] } });
    expect(set).toMatchObject({ pairs: true, triplets: [{ query: 'q', positive: 'p', negative: '' }] });
  });
});

describe('a chosen mapping', () => {
  it.each([
    { query: 'q', positive: 'p', negatives: [] },
    { query: 'my query', positive: 'a=b, c', negatives: ['n1', 'n2'] },
    { query: 'query', positive: 'positive', negatives: ['negative,query'] },
  ])('is written and read again: %j', (mapping) => {
    expect(parseMapping(writeMapping(mapping))).toEqual(mapping);
  });

  it.each(['', 'query=a', 'query=a,positive=', 'query=a,positive=b,query=c', 'q=a,positive=b', 'positive=a'])('is none: %j', (text) => {
    expect(parseMapping(text)).toBeNull();
  });

  it('takes several columns of negatives, where a record has them', async () => {
    const fields = { query: 'a', positive: 'b', negatives: ['c', 'd'] };
    const rows = [{ a: 'q', b: 'p', c: 'n', d: 'm' }, { a: 'q', b: 'p', d: 'm' }, { a: 'q', b: 'p', c: 'n', d: null, e: 1 }]; // prettier-ignore
    const { set, read, columns, samples } = await inspectData(file('a.json', JSON.stringify(rows)), fields);
    expect(set.triplets).toEqual([{ ...good, moreNegatives: ['m'] }, { ...good, negative: 'm' }, good]);
    expect(read).toEqual({ query: ['a'], positive: ['b'], negative: ['c', 'd'] });
    expect(columns).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(samples[2]).toEqual(new Map(Object.entries({ a: 'q', b: 'p', c: 'n', d: 'null', e: '1' })));
  });

  it('that names what is not there is refused with what is', async () => {
    const fields = { query: 'q', positive: 'p', negatives: [] };
    await expect(readData(file('a.csv', 'anchor,p\nx,y'), { ...STRICT, fields })).rejects.toThrow(
      'No record has a column for query; the columns are anchor, p. Likely: query=anchor,positive=p. (a.csv)',
    );
  });
});

describe('JSON Lines of any size', () => {
  it('are read in pieces: what is kept is bounded, all of it is checked', async () => {
    const record = `${JSON.stringify({ ...good, positive: 'x'.repeat(20_000) })}\n`;
    const piece = record.repeat(100);
    const content = new Blob([...Array.from({ length: 40 }, () => piece), '{"query": "é', '🧪"}\n']);
    expect(content.size).toBeGreaterThan(80_000_000);
    const { set, records, badRecords, notKept, problems } = await inspectData({ name: 'big.jsonl', content });
    expect([records, badRecords, problems[0]?.record]).toEqual([4001, 1, 4000]);
    expect(set.triplets.length + notKept).toBe(4000);
    expect(set.triplets.length * 20_002).toBeLessThanOrEqual(2 ** 26);
    expect(notKept).toBeGreaterThan(500);
  });
});
