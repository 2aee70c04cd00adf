import { InvalidPatternError } from './errors';
import { anyCharacter, compile, sequenceOf, type Expression } from './machine';
import { parseRegularExpression } from './regular-expression';

/** Longest pattern that is read. */
export const MAX_PATTERN = 200;

/**
 * A filter by name, of three kinds: `/…/` is a regular expression that is looked for anywhere in the name, a text with `*` or `?` is a
 * glob for the whole name, any other text is looked for anywhere in the name. Matching takes time in proportion to the length of the
 * name, whatever the pattern. Upper and lower case differ.
 * @throws InvalidPatternError
 */
export function namePattern(pattern: string): (name: string) => boolean {
  if (pattern.length > MAX_PATTERN) throw new InvalidPatternError(`A filter has ${MAX_PATTERN} characters at most.`);
  if (pattern.length > 1 && pattern.startsWith('/') && pattern.endsWith('/')) {
    return compile(parseRegularExpression(pattern.slice(1, -1)), 'anywhere');
  }
  return /[*?]/.test(pattern) ? globPattern(pattern) : (name) => name.includes(pattern);
}

/** A glob for the whole name: `*` stands for any characters, `?` for one, everything else for itself. */
export function globPattern(glob: string): (name: string) => boolean {
  const parts = Array.from(glob, (character): Expression => {
    if (character === '*') return { kind: 'repeat', of: anyCharacter, least: 0, most: Infinity };
    return character === '?' ? anyCharacter : { kind: 'character', accepts: (other) => other === character };
  });
  return compile(sequenceOf(parts), 'whole');
}
