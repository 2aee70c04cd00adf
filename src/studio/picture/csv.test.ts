import { expect, it } from 'vitest';
import { csvField, csvOf } from './csv';

it.each([
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "so"', '"say ""so"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+SUM(A1)', "'+SUM(A1)"],
  ['-cmd', "'-cmd"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['-1.5e-7', '-1.5e-7'],
  ['+3', '+3'],
  [-1.5e-7, '-1.5e-7'],
  [NaN, 'nan'],
  [-Infinity, '-infinity'],
  [null, ''],
])('%j is written as %j', (value, expected) => {
  expect(csvField(value)).toBe(expected);
});

it('a table has a line of names, then one per row', () => {
  const rows = [
    ['a', 1],
    ['b', null],
  ];
  expect(csvOf({ columns: ['name', 'value'], count: 2, row: (index) => rows[index] ?? [] })).toBe('name,value\r\na,1\r\nb,\r\n');
});
