import ts from 'typescript';

/** One small mistake in a source file. */
export interface Mutant {
  /** Line, what stands there and what is put there: unique within a file. */
  readonly label: string;
  readonly source: string;
}

type Replace = (node: ts.Node, text: (node: ts.Node) => string) => readonly string[];

/** The mistakes that people make with derivatives; each gives what may stand in place of a node. */
const MISTAKES: readonly Replace[] = [signs, dropped, exchanged, otherOperand, numbers, axes, flags, operators, branches];

/** Every source that differs from this one by one mistake. */
export function mutantsOf(source: string): Mutant[] {
  const file = ts.createSourceFile('rule.ts', source, ts.ScriptTarget.ES2022, true);
  const text = (node: ts.Node): string => node.getText(file);
  const found = new Map<string, Mutant>();
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const mistake of MISTAKES) {
      for (const to of mistake(node, text)) {
        const [start, end] = [node.getStart(file), node.getEnd()];
        const { line, character } = file.getLineAndCharacterOfPosition(start);
        const label = `${line + 1}:${character + 1} ${oneLine(text(node))} → ${oneLine(to)}`;
        const mutated = source.slice(0, start) + to + source.slice(end);
        if (to !== text(node)) found.set(mutated, { label, source: mutated });
      }
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return [...found.values()];
}

const LONGEST = 40;

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** `b.name(…)` or `c.b.name(…)`: the builder, the name and the arguments. */
function builderCall(node: ts.Node, text: (node: ts.Node) => string) {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const builder = text(node.expression.expression);
  if (builder !== 'b' && builder !== 'c.b') return null;
  return { b: builder, name: node.expression.name.text, parts: node.arguments.map(text) };
}

/** A minus too many or too few; plus and minus, times and divided by. */
function signs(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  const call = builderCall(node, text);
  if (call === null) return [];
  const { b, name, parts } = call;
  const as = (other: string): string => `${b}.${other}(${parts.join(', ')})`;
  const other: Readonly<Record<string, readonly string[]>> = {
    neg: [parts[0] ?? ''],
    add: [as('sub')],
    sub: [as('add')],
    mul: [as('div')],
    div: [as('mul')],
    sum: [as('mean')],
    mean: [as('sum')],
  };
  const isNumber = !['greater', 'scalar'].includes(name);
  return [...(other[name] ?? []), ...(isNumber ? [`${b}.neg(${text(node)})`] : [])];
}

/** A factor, a sum, a transposition or a function left out. */
function dropped(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  const call = builderCall(node, text);
  if (call === null) return [];
  const { name, parts } = call;
  const [first = '', second = ''] = parts;
  if (['add', 'sub', 'mul', 'div', 'pow', 'matMul'].includes(name)) return [first, second];
  if (name === 'where') return [second, parts[2] ?? ''];
  if (name === 'node') return [first.replace(/^'.*'$/, second.replace(/^\[(.*)\]$/, '$1'))];
  return ['scalar', 'greater', 'neg', 'gemm'].includes(name) ? [] : [first];
}

/** Two arguments in each other's place; one function in place of its like. */
function exchanged(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  const call = builderCall(node, text);
  if (call !== null) {
    const { b, name, parts } = call;
    const [x = '', y = '', ...more] = parts;
    const of = (...list: readonly string[]): string[] => [`${b}.${name}(${list.join(', ')})`];
    if (['sub', 'div', 'pow', 'matMul', 'gemm', 'greater'].includes(name)) return of(y, x, ...more);
    if (name === 'where') return of(x, more[0] ?? '', y);
    if (name === 'node' && y.includes(',')) return of(x, y.replace(/^\[(.*), (.*)\]$/, '[$2, $1]'), ...more);
    return [];
  }
  const like: Readonly<Record<string, string>> = { Sin: 'Cos', Cos: 'Sin', Less: 'Greater', Tanh: 'Erf', Erf: 'Tanh', Reciprocal: 'Sqrt' };
  if (!ts.isStringLiteral(node) || !ts.isCallExpression(node.parent)) return [];
  const other = like[node.text];
  return other === undefined || text(node.parent.expression) === 'rule' ? [] : [`'${other}'`];
}

/** The other operand, or what came in for what went out. */
function otherOperand(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (ts.isCallExpression(node) && text(node.expression) === 'x' && node.arguments.length === 1) {
    const index = Number(text(node.arguments[0] ?? node));
    return Number.isNaN(index) ? [] : [index - 1, index + 1].filter((other) => other >= 0).map((other) => `x(${other})`);
  }
  if (!ts.isIdentifier(node) || ts.isBindingElement(node.parent) || ts.isPropertyAccessExpression(node.parent)) return [];
  if (node.text === 'y') return ['dy', 'x(0)'];
  return node.text === 'dy' ? ['y', 'x(0)'] : [];
}

function numbers(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (!ts.isNumericLiteral(node)) return [];
  // `x(i)` has its own mistakes.
  if (ts.isCallExpression(node.parent) && text(node.parent.expression) === 'x') return [];
  return [`(${node.text} + 1)`, `(${node.text} - 1)`, ...(Number(node.text) === 0 ? [] : [`(-${node.text})`])];
}

/** The next axis, the one before, the permutation as it is, the shape of another value. */
function axes(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  const code = text(node);
  if (code === 'attributes.axis' || (ts.isIdentifier(node) && node.text === 'axis' && !isDeclared(node)))
    return [`(${code} + 1)`, `(${code} - 1)`];
  if (code === 'permutation.indexOf(axis)') return ['permutation[axis]!'];
  if (code === 'attributes.axes') return ['attributes.axes.slice(1)', 'attributes.axes.map((axis) => axis + 1)'];
  return [];
}

const isDeclared = ({ parent }: ts.Node): boolean =>
  ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isPropertyAccessExpression(parent);

/** A flag of a transposition the other way round. */
function flags(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (!ts.isCallExpression(node.parent)) return [];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ['false'];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ['true'];
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return [text(node.operand)];
  return ts.isIdentifier(node) && /^trans[AB]$/.test(node.text) ? [`!${node.text}`] : [];
}

function operators(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  if (!ts.isBinaryExpression(node)) return [];
  const other: Readonly<Record<string, readonly string[]>> = {
    '+': ['-'],
    '-': ['+'],
    '*': ['/'],
    '/': ['*'],
    '===': ['!=='],
    '!==': ['==='],
    '<': ['<=', '>'],
    '<=': ['<', '>'],
    '>=': ['>', '<'],
    '+=': ['-=', '='],
  };
  return (other[text(node.operatorToken)] ?? []).map((operator) => `${text(node.left)} ${operator} ${text(node.right)}`);
}

function branches(node: ts.Node, text: (node: ts.Node) => string): readonly string[] {
  return ts.isConditionalExpression(node) ? [text(node.whenTrue), text(node.whenFalse)].map((branch) => `(${branch})`) : [];
}
