/** Files that are not data sets, or not whole, as people have them: what each is called, what is in it, and what is said of it. */
export type Malformed = readonly [what: string, name: string, content: string | Uint8Array, message: RegExp];

const good = { query: 'q', positive: 'p', negative: 'n' };
const array = (...records: readonly unknown[]): string => JSON.stringify(records);
const lines = (...records: readonly unknown[]): string => records.map((record) => JSON.stringify(record)).join('\n');
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (text: string): Uint8Array => {
  const out = new Uint8Array(2 + 2 * text.length);
  out.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i++) out.set([text.charCodeAt(i) & 255, text.charCodeAt(i) >> 8], 2 + 2 * i);
  return out;
};

const broken: Malformed[] = [
  ['nothing', 'a.json', '', /The file is empty\. \(a\.json\)/],
  ['white space', 'a.json', ' \n\t ', /holds no records/],
  ['a byte order mark alone', 'a.json', '\uFEFF', /holds no records/],
  ['an empty array', 'a.json', '[]', /holds no records/],
  ['a number', 'a.json', '7', /neither a JSON array of records nor JSON Lines/],
  ['a string', 'a.json', '"text"', /neither a JSON array/],
  ['null', 'a.json', 'null', /neither a JSON array/],
  ['NaN', 'a.json', '[{"query": NaN}]', /NaN is not a JSON value\. \(a\.json, line 1, column 12\)/],
  ['Infinity', 'a.json', '[{"query": -Infinity}]', /-Infinity is not a JSON value/],
  ['Python’s None', 'a.json', '[{"query": None}]', /None is not a JSON value/],
  ['Python’s quotes', 'a.json', "[{'query': 'a'}]", /expected a name in double quotes/],
  ['JavaScript’s bare names', 'a.json', '[{query: "a"}]', /expected a name in double quotes/],
  ['a trailing comma', 'a.json', '[{"query": "a"},]', /expected a value/],
  ['a missing comma', 'a.json', '[{"query": "a" "positive": "b"}]', /expected "," or "}"/],
  ['a cut end', 'a.json', '[{"query": "a"}', /but the text ends/],
  ['a cut string', 'a.json', '[{"query": "a', /the text ends inside a string/],
  ['a line break in a string', 'a.json', '[{"query": "a\n"}]', /must be escaped in a string/],
  ['two arrays', 'a.json', '[] []', /text after the end of the JSON/],
  ['a comment', 'a.json', '// data\n[]', /expected a value/],
  ['HTML', 'a.json', '<html><body>404</body></html>', /expected a value/],
  ['a Git LFS pointer', 'a.json', 'version https://git-lfs.github.com/spec/v1', /version is not a JSON value/],
  ['CSV called JSON', 'a.json', 'query,positive,negative\na,b,c', /query is not a JSON value/],
  ['Latin-1', 'a.json', bytes(0x5b, 0x22, 0xe9, 0x22, 0x5d), /not text in UTF-8 or UTF-16/],
  ['a picture', 'a.json', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), /not text in UTF-8/],
  ['half of a UTF-16 unit', 'a.json', bytes(0xff, 0xfe, 0x5b), /not text in UTF-8 or UTF-16/],
  ['UTF-16 that is no data', 'a.json', utf16('[1'), /expected "," or "\]"/],
  ['a file of an unknown kind', 'a.xyz', 'hello', /of no known kind\. Known are: JSON, JSON Lines, CSV, TSV, Parquet/],
  ['no JSON on any line', 'a.jsonl', '{"query\n{"query', /must be escaped|ends inside a string/],
];

const records: Malformed[] = [
  [
    'no record that is an object',
    'a.json',
    array('q', 'p'),
    /2 of 2 records cannot be used\.\s+record 0, record: is a string, not an object/,
  ],
  ['a list of lists', 'a.json', array(['q', 'p', 'n']), /is a list, not an object/],
  ['null as a record', 'a.json', array(good, null), /record 1, record: is null/],
  ['a number as a record', 'a.json', array(good, 3), /record 1, record: is a number/],
  ['no fields', 'a.json', array({}), /record 0, query: missing \(the record has no fields\)/],
  ['unknown fields', 'a.json', array({ a: 'x', b: 'y', c: 'z' }), /No record has a column for query; the columns are a, b, c\./],
  [
    'a missing positive',
    'a.json',
    array({ query: 'a', negative: 'b' }),
    /No record has a column for positive; the columns are query, negative\./,
  ],
  [
    'one record without negative among others',
    'a.json',
    array(good, { query: 'a', positive: 'b' }),
    /1 of 2 .*\s+record 1, negative: missing/,
  ],
  ['a number as a text', 'a.json', array({ ...good, query: 3 }), /query: is a number, not a text/],
  ['a truth value as a text', 'a.json', array({ ...good, query: true }), /query: is a boolean, not a text/],
  ['null as a text', 'a.json', array({ ...good, positive: null }), /positive: is null, not a text/],
  ['an object as a text', 'a.json', array({ ...good, negative: { text: 'n' } }), /negative: is an object, not a text/],
  ['an empty text', 'a.json', array({ ...good, positive: '' }), /positive: is empty/],
  ['white space as a text', 'a.json', array({ ...good, positive: ' \n\u00a0\u3000' }), /positive: is blank/],
  ['an empty list', 'a.json', array({ query: 'q', pos: [], neg: ['n'] }), /positive: pos is an empty list/],
  ['a list with an empty text', 'a.json', array({ query: 'q', pos: [''], neg: ['n'] }), /positive: pos is empty/],
  ['a list of numbers', 'a.json', array({ query: 'q', pos: [1], neg: ['n'] }), /positive: pos is a number, not a text/],
  ['a list of lists as a text', 'a.json', array({ query: 'q', pos: [['p']], neg: ['n'] }), /positive: pos is a list of lists/],
  ['a text that was split', 'a.json', array({ query: 'q', pos: ['p'], neg: ['w', 'o', 'r', 'd'] }), /neg is a list of single characters/],
  [
    'a query that was split',
    'a.json',
    array({ ...good, query: ['w', 'h', 'a', 't', '?'] }),
    /query: is a list of single characters: a text that was split/,
  ],
  [
    'half of a surrogate pair',
    'a.json',
    '[{"query": "a\\ud83d", "positive": "p", "negative": "n"}]',
    /query: holds half of a surrogate pair/,
  ],
  ['a low half alone', 'a.json', '[{"query": "q", "positive": "\\ude00 p", "negative": "n"}]', /positive: holds half of a surrogate pair/],
  ['a set inside that is a list', 'a.json', array({ set: ['q', 'p'] }), /is an object, not an object with|record: is/],
  [
    'two problems in one record',
    'a.json',
    array({ query: '', positive: 4, negative: 'n' }),
    /query: is empty\s+record 0, positive: is a number/,
  ],
  [
    'more than twenty problems',
    'a.json',
    array(good, ...Array.from({ length: 30 }, () => ({ ...good, query: '' }))),
    /and 10 more \(a\.json\)/,
  ],
  ['a broken line', 'a.jsonl', `${lines(good)}\n{"query": NaN}`, /record 1, record: is not valid JSON at column 11: NaN/],
  ['a cut last line', 'a.jsonl', `${lines(good, good)}\n{"query": "a`, /record 2, record: is not valid JSON .*ends inside a string/],
  ['an array among lines', 'a.jsonl', `${lines(good)}\n[1]`, /record 1, record: is a list/],
  [
    'two records on a line',
    'a.jsonl',
    `${lines(good)}${lines(good)}\n${lines(good)}`,
    /record 0, record: .*text after the end of the JSON/,
  ],
];

const tables: Malformed[] = [
  ['a header alone', 'a.csv', 'query,positive,negative\n', /holds no records/],
  ['one column', 'a.csv', 'query\na\nb', /The table has one column/],
  ['a column without a name', 'a.csv', 'query,,negative\na,b,c', /Column 2 has no name/],
  ['a name twice', 'a.csv', 'query,positive,query\na,b,c', /Two columns are called "query"/],
  [
    'no header',
    'a.csv',
    'what is it,a thing,another\nwho,me,you',
    /No record has a column for query; the columns are what is it, a thing, another\./,
  ],
  ['a row too long', 'a.csv', 'query,positive,negative\na,b,c\na,b,c,d', /record 1, record: has 4 columns, not 3 \(separated by commas\)/],
  ['a row too short', 'a.tsv', 'query\tpositive\tnegative\na\tb\tc\na\tb', /record 1, record: has 2 columns, not 3 \(separated by tabs\)/],
  ['an empty cell', 'a.csv', 'query,positive,negative\na,,c', /record 0, positive: is empty/],
  ['a quote that does not end', 'a.csv', 'query,positive,negative\n"a,b,c\nd,e,f', /A quoted text does not end/],
  ['zero bytes', 'a.csv', 'query,positive\na\u0000,b', /holds zero bytes/],
  ['Latin-1 in a table', 'a.csv', bytes(0x71, 0x2c, 0x70, 0x0a, 0xe9, 0x2c, 0x62), /not text in UTF-8 or UTF-16/],
  ['Parquet cut after its mark', 'a.parquet', bytes(0x50, 0x41, 0x52, 0x31), /Parquet file is damaged/],
  [
    'Parquet with a damaged end',
    'a.parquet',
    bytes(0x50, 0x41, 0x52, 0x31, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f, 0x50, 0x41, 0x52, 0x31),
    /Parquet file is damaged/,
  ],
  ['text called Parquet', 'a.parquet', 'query,positive', /Parquet file is damaged/],
];

export const MALFORMED: readonly Malformed[] = [...broken, ...records, ...tables];
