/** Where a text stops being JSON: offset in UTF-16 units, line and column from 1, and what stands there. */
export interface JsonError {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

const SPACE = /[ \t\n\r]*/y;
// Strings are matched by runs, so that a text of megabytes leaves no state to go back to at every character.
const STRING_START = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y;
const SCALAR = new RegExp(`${STRING_START.source}"|-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|true|false|null`, 'y');
const WORD = /[-+.\w]+/y;

type Bracket = '{' | '[';
type State = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | 'comma';

interface Opened {
  readonly bracket: Bracket;
  readonly state: State;
}

const OPENED: ReadonlyMap<string, Opened> = new Map<string, Opened>([
  ['{', { bracket: '{', state: 'key or }' }],
  ['[', { bracket: '[', state: 'value or ]' }],
]);

/**
 * Find where JSON goes wrong, as browsers do not say it alike, and some not at all. Null for valid JSON.
 * A linear scan with its own stack; called only after `JSON.parse` has failed.
 */
export function findJsonError(text: string): JsonError | null {
  const stack: Bracket[] = [];
  let state: State = 'value';
  let at = skip(SPACE, text, 0);
  for (; ; at = skip(SPACE, text, at)) {
    const char = text[at] ?? '';
    const inside = stack.at(-1);
    const opened: Opened | undefined = state.startsWith('value') ? OPENED.get(char) : undefined;
    if (state === 'comma' && inside === undefined) return char === '' ? null : describe(text, at, 'text after the end of the JSON');
    if (closes(char, inside, state)) {
      stack.pop();
      state = 'comma';
      at += 1;
    } else if (opened !== undefined) {
      stack.push(opened.bracket);
      state = opened.state;
      at += 1;
    } else if (state === 'comma' || state === ':') {
      if (char !== (state === 'comma' ? ',' : ':')) return describe(text, at, expectation(state, inside));
      state = state === 'comma' && inside === '{' ? 'key' : 'value';
      at += 1;
    } else {
      const isKey = state.startsWith('key');
      const end = isKey && char !== '"' ? at : skip(SCALAR, text, at);
      if (end === at) return describeToken(text, at, isKey);
      state = isKey ? ':' : 'comma';
      at = end;
    }
  }
}

function closes(char: string, inside: Bracket | undefined, state: State): boolean {
  if (inside === '{') return char === '}' && (state === 'comma' || state === 'key or }');
  return inside === '[' && char === ']' && (state === 'comma' || state === 'value or ]');
}

function expectation(state: 'comma' | ':', inside: Bracket | undefined): string {
  return state === ':' ? 'expected ":"' : `expected "," or "${inside === '{' ? '}' : ']'}"`;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function describeToken(text: string, at: number, isKey: boolean): JsonError {
  if (text[at] === '"') {
    const end = skip(STRING_START, text, at);
    return describe(text, end, end >= text.length ? 'the text ends inside a string' : 'a character that must be escaped in a string');
  }
  if (isKey) return describe(text, at, 'expected a name in double quotes');
  const word = text.slice(at, skip(WORD, text, at));
  return describe(text, at, word === '' ? 'expected a value' : `${word.slice(0, 30)} is not a JSON value`);
}

function describe(text: string, offset: number, problem: string): JsonError {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  const found = offset >= text.length && !problem.startsWith('the text ends') ? `${problem}, but the text ends` : problem;
  return { offset, line, column, problem: found };
}
