import { InvalidPatternError } from './errors';
import { MAX_INSTRUCTIONS, anyCharacter, programSize, sequenceOf, type Expression } from './machine';

type Accepts = (character: string) => boolean;

const CLASSES: Readonly<Record<string, Accepts>> = {
  d: (character) => /^[0-9]$/.test(character),
  D: (character) => !/^[0-9]$/.test(character),
  w: (character) => /^\w$/.test(character),
  W: (character) => !/^\w$/.test(character),
  s: (character) => /^\s$/.test(character),
  S: (character) => !/^\s$/.test(character),
};

/** Most repetitions of a counted part. */
const MAX_COUNT = 100;

/**
 * A regular expression: characters, `.`, classes as `[a-z]` and `\d`, groups, `|`, `^`, `$` and the repetitions `* + ? {2} {2,} {2,5}`.
 * What no automaton can do, as back-references and look-around, is refused.
 * @throws InvalidPatternError
 */
export function parseRegularExpression(source: string): Expression {
  const parser = new Parser(source);
  const expression = parser.parse();
  if (programSize(expression) > MAX_INSTRUCTIONS) throw new InvalidPatternError('The filter repeats too much.');
  return expression;
}

class Parser {
  private at = 0;
  private readonly characters: readonly string[];

  constructor(source: string) {
    this.characters = Array.from(source);
  }

  parse(): Expression {
    const expression = this.choice();
    if (this.at < this.characters.length) this.refuse('there is a ) without its (');
    return expression;
  }

  private choice(): Expression {
    const branches = [this.sequence()];
    while (this.take('|')) branches.push(this.sequence());
    const [only] = branches;
    return branches.length === 1 && only !== undefined ? only : { kind: 'choice', of: branches };
  }

  private sequence(): Expression {
    const parts: Expression[] = [];
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) parts.push(this.repeated());
    return sequenceOf(parts);
  }

  private repeated(): Expression {
    const of = this.single();
    const bounds = this.bounds();
    if (bounds === null) return of;
    if (of.kind === 'start' || of.kind === 'end') this.refuse('there is nothing to repeat');
    // Lazy repetitions match the same names.
    this.take('?');
    if (/[*+?]/.test(this.peek() ?? '')) this.refuse('a repetition follows another');
    return { kind: 'repeat', of, ...bounds };
  }

  private bounds(): { readonly least: number; readonly most: number } | null {
    if (this.take('*')) return { least: 0, most: Infinity };
    if (this.take('+')) return { least: 1, most: Infinity };
    if (this.take('?')) return { least: 0, most: 1 };
    const [text, least, comma, most] = /^\{(\d{1,3})(,?)(\d{0,3})\}/.exec(this.characters.slice(this.at, this.at + 10).join('')) ?? [];
    if (text === undefined) return null;
    this.at += text.length;
    const from = Number(least);
    const to = comma === '' ? from : most === '' ? Infinity : Number(most);
    if (to < from || from > MAX_COUNT || (to !== Infinity && to > MAX_COUNT)) this.refuse(`a count must be between 0 and ${MAX_COUNT}`);
    return { least: from, most: to };
  }

  private single(): Expression {
    const character = this.next();
    switch (character) {
      case '.':
        return anyCharacter;
      case '^':
        return { kind: 'start' };
      case '$':
        return { kind: 'end' };
      case '(':
        return this.group();
      case '[':
        return { kind: 'character', accepts: this.characterClass() };
      case '\\':
        return { kind: 'character', accepts: this.escape() };
      case '*':
      case '+':
      case '?':
        return this.refuse('there is nothing to repeat');
      default:
        return { kind: 'character', accepts: (other) => other === character };
    }
  }

  private group(): Expression {
    if (this.take('?') && !this.take(':')) this.refuse('look-around and named groups are not supported');
    const inside = this.choice();
    if (!this.take(')')) this.refuse('a ( is not closed');
    return inside;
  }

  private escape(): Accepts {
    const character = this.next();
    const accepts = CLASSES[character];
    if (accepts !== undefined) return accepts;
    if (/[a-zA-Z0-9]/.test(character)) this.refuse(`\\${character} is not supported`);
    return (other) => other === character;
  }

  private characterClass(): Accepts {
    const negated = this.take('^');
    const accepted: Accepts[] = [];
    do {
      accepted.push(this.member());
    } while (!this.take(']'));
    return (character) => accepted.some((accepts) => accepts(character)) !== negated;
  }

  /** One member of a class: a character, an escape, or a range. */
  private member(): Accepts {
    const from = this.next();
    if (from === '\\') return this.escape();
    if (this.peek() !== '-' || this.characters[this.at + 1] === ']') return (character) => character === from;
    this.at += 1;
    const to = this.next();
    if (to < from) this.refuse(`the range ${from}-${to} is empty`);
    return (character) => character >= from && character <= to;
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private next(): string {
    const character = this.characters[this.at];
    if (character === undefined) return this.refuse('it ends too early');
    this.at += 1;
    return character;
  }

  private refuse(reason: string): never {
    throw new InvalidPatternError(`The filter is not a regular expression that can be used: ${reason}.`, `character ${this.at + 1}`);
  }
}
