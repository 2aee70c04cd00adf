import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidPatternError } from './errors';
import { globPattern, namePattern } from './name-pattern';

const NAMES = ['encoder.layer.0.attention.self.query.weight', 'encoder.layer.10.output.dense.weight', 'embeddings.word_embeddings.weight'];
const matches = (pattern: string): number[] => NAMES.flatMap((name, i) => (namePattern(pattern)(name) ? [i] : []));

describe('namePattern', () => {
  it.each<[string, number[]]>([
    ['', [0, 1, 2]],
    ['query', [0]],
    ['layer.1', [1]],
    ['*.weight', [0, 1, 2]],
    ['encoder.layer.?.*', [0]],
    ['layer.*', []],
    ['*(dense)*', []],
    ['/query|output/', [0, 1]],
    ['/^emb/', [2]],
    [String.raw`/layer\.\d{2}\./`, [1]],
    [String.raw`/layer\.[0-5]\./`, [0]],
    ['/^[^.]+[.]word/', [2]],
    ['/(layer.){2}/', []],
    ['/d{2,}|q.e?ry/', [0, 2]],
    ['/weight$/', [0, 1, 2]],
    ['//', [0, 1, 2]],
    ['/', []],
  ])('%s', (pattern, expected) => expect(matches(pattern)).toEqual(expected));

  it('takes time in proportion to the name, not exponential time', () => {
    const name = 'a'.repeat(2000);
    expect(namePattern('/^(a+)+$/')(`${name}b`)).toBe(false);
    expect(namePattern('/^(a|a)*$/')(name)).toBe(true);
    expect(namePattern(`${'*a'.repeat(50)}*b`)(name)).toBe(false);
  });

  it.each<[string, RegExp]>([
    ['/(a/', /a \( is not closed/],
    ['/a)/', /there is a \) without its \(/],
    ['/*a/', /there is nothing to repeat/],
    ['/a**/', /a repetition follows another/],
    ['/[a/', /it ends too early/],
    ['/[z-a]/', /the range z-a is empty/],
    ['/(?=a)/', /look-around and named groups are not supported/],
    [String.raw`/(a)\1/`, /\\1 is not supported/],
    ['/a{5,2}/', /a count must be between 0 and 100/],
    ['/((a{99}){99}){99}/', /repeats too much/],
    ['a'.repeat(201), /200 characters at most/],
  ])('refuses %s', (pattern, message) => {
    expect(() => namePattern(pattern)).toThrow(InvalidPatternError);
    expect(() => namePattern(pattern)).toThrow(message);
  });

  it('agrees with the language’s own expressions', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', String.raw`\d`, '(a|b)', '(?:ab|c)', '^', '$');
    const part = fc.tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'));
    const source = fc
      .array(part, { maxLength: 5 })
      .map((parts) => parts.map(([text, times]) => (text === '^' || text === '$' ? text : text + times)).join(''));
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 8 });
    fc.assert(
      fc.property(source, name, (pattern, text) => {
        expect(namePattern(`/${pattern}/`)(text)).toBe(new RegExp(pattern).test(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('takes a glob literally but for its two signs', () => {
    expect(globPattern('a.b')('axb')).toBe(false);
    expect(globPattern('a?b*')('axb')).toBe(true);
    expect(globPattern('a')('ab')).toBe(false);
  });
});
