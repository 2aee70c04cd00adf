import { Script } from 'node:vm';
import ts from 'typescript';
import * as ruleModule from '../../../src/core/autodiff/rule';
import { RULES, type RuleTable } from '../../../src/core/autodiff/registry';
import * as tensorModule from '../../../src/core/tensor';

/** What a rule may import. */
const MODULES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['../rule', ruleModule],
  ['../../tensor', tensorModule],
]);

const OPTIONS = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };

type Module = (exports: Record<string, unknown>, require: (name: string) => unknown) => void;

/** The table of rules with one that is run from its source, as it stands there. */
export function withRule(op: string, source: string): RuleTable {
  const { outputText } = ts.transpileModule(source, { compilerOptions: OPTIONS });
  const run = new Script(`(function (exports, require) {${outputText}\n})`).runInThisContext() as Module;
  const exported: Record<string, unknown> = {};
  run(exported, (name) => {
    const found = MODULES.get(name);
    if (found === undefined) throw new Error(`A rule imports ${name}.`);
    return found;
  });
  const [rule] = Object.values(exported);
  return { ...RULES, [op]: rule };
}

/** The operator that a file has the rule of. */
export function operatorOf(source: string): string {
  const op = /= rule\('(\w+)'/.exec(source)?.[1];
  if (op === undefined) throw new Error('The file has no rule.');
  return op;
}
