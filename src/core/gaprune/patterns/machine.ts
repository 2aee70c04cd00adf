/** A pattern as a tree. */
export type Expression =
  | { readonly kind: 'character'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'sequence' | 'choice'; readonly of: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly of: Expression; readonly least: number; readonly most: number };

export const anyCharacter: Expression = { kind: 'character', accepts: () => true };
export const sequenceOf = (of: readonly Expression[]): Expression => ({ kind: 'sequence', of });

type Instruction =
  | { readonly kind: 'character'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'start' | 'end' | 'match' }
  | { readonly kind: 'fork'; readonly to: readonly number[] };

/** Largest program: counted repetitions within each other multiply. */
export const MAX_INSTRUCTIONS = 10_000;

/** Number of instructions of a pattern, its match included. */
export function programSize(expression: Expression): number {
  return sizeOfPart(expression) + 1;
}

/**
 * A matcher after Thompson (1968): every place in the pattern that a name may have reached so far is followed at once, so that a name
 * of n characters costs at most n times the size of the pattern. Backtracking, which can take exponential time, never happens.
 */
export function compile(expression: Expression, where: 'whole' | 'anywhere'): (name: string) => boolean {
  const program: Instruction[] = [];
  emit(expression, program);
  program.push({ kind: 'match' });
  return (name) => {
    const characters = Array.from(name);
    let reached = new Set<number>();
    for (let at = 0; at <= characters.length; at++) {
      if (at === 0 || where === 'anywhere') reached.add(0);
      const places = closure(program, reached, at === 0, at === characters.length);
      const matched = places.has(program.length - 1);
      if (matched && (where === 'anywhere' || at === characters.length)) return true;
      reached = new Set();
      const character = characters[at];
      if (character === undefined) continue;
      for (const place of places) {
        const instruction = program[place];
        if (instruction?.kind === 'character' && instruction.accepts(character)) reached.add(place + 1);
      }
    }
    return false;
  };
}

/** Every instruction that can be reached without reading a character. */
function closure(program: readonly Instruction[], from: ReadonlySet<number>, atStart: boolean, atEnd: boolean): Set<number> {
  const seen = new Set<number>();
  const open = [...from];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (seen.has(place)) continue;
    seen.add(place);
    const instruction = program[place];
    if (instruction?.kind === 'fork') open.push(...instruction.to);
    else if ((instruction?.kind === 'start' && atStart) || (instruction?.kind === 'end' && atEnd)) open.push(place + 1);
  }
  return seen;
}

function emit(expression: Expression, program: Instruction[]): void {
  switch (expression.kind) {
    case 'sequence':
      for (const part of expression.of) emit(part, program);
      return;
    case 'choice':
      emitChoice(expression.of, program);
      return;
    case 'repeat':
      emitRepeat(expression, program);
      return;
    default:
      program.push(expression);
  }
}

function emitChoice(branches: readonly Expression[], program: Instruction[]): void {
  const first = program.length + 1;
  const starts = branches.map((_, i) => first + branches.slice(0, i).reduce((sum, branch) => sum + sizeOfPart(branch) + 1, 0));
  const end = first + branches.reduce((sum, branch) => sum + sizeOfPart(branch) + 1, 0);
  program.push({ kind: 'fork', to: starts });
  for (const branch of branches) {
    emit(branch, program);
    program.push({ kind: 'fork', to: [end] });
  }
}

function emitRepeat({ of, least, most }: Extract<Expression, { kind: 'repeat' }>, program: Instruction[]): void {
  for (let i = 0; i < least; i++) emit(of, program);
  const size = sizeOfPart(of);
  if (most === Infinity) {
    const start = program.length;
    program.push({ kind: 'fork', to: [start + 1, start + size + 2] });
    emit(of, program);
    program.push({ kind: 'fork', to: [start] });
    return;
  }
  const end = program.length + (most - least) * (size + 1);
  for (let i = least; i < most; i++) {
    program.push({ kind: 'fork', to: [program.length + 1, end] });
    emit(of, program);
  }
}

function sizeOfPart(expression: Expression): number {
  switch (expression.kind) {
    case 'sequence':
      return expression.of.reduce((sum, part) => sum + sizeOfPart(part), 0);
    case 'choice':
      return 1 + expression.of.reduce((sum, branch) => sum + sizeOfPart(branch) + 1, 0);
    case 'repeat': {
      const size = sizeOfPart(expression.of);
      return expression.least * size + (expression.most === Infinity ? size + 2 : (expression.most - expression.least) * (size + 1));
    }
    default:
      return 1;
  }
}
