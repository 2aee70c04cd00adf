import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../../tests/support/gradients/gradient-check';
import { RULE_CASES } from '../../../tests/support/gradients/rule-cases';
import { checkTies } from '../../../tests/support/gradients/ties';
import { EQUIVALENT } from '../../../tests/support/mutations/equivalent';
import { operatorOf, withRule } from '../../../tests/support/mutations/load-rule';
import { mutantsOf } from '../../../tests/support/mutations/mutants';
import type { OpName } from '../ir/ops';
import type { RuleTable } from './registry';

const FOLDER = fileURLToPath(new URL('rules/', import.meta.url));
const LEAST = 0.95;

type Fate = 'killed' | 'survived' | 'stillborn';

/** The daily checks of the rule: central differences in float64, and ties. */
function check(op: OpName, rules: RuleTable): void {
  (RULE_CASES.get(op) ?? []).forEach((each, index) => checkGradient(each, 1000 + index, rules));
  checkTies(op, rules);
}

function fateOf(op: OpName, source: string): Fate {
  try {
    check(op, withRule(op, source));
    return 'survived';
  } catch (error) {
    // A name that is not there, or no JavaScript at all: nobody could have written that.
    return error instanceof ReferenceError || error instanceof SyntaxError ? 'stillborn' : 'killed';
  }
}

const files = readdirSync(FOLDER).sort();
const fates = files.flatMap((file) => {
  const source = readFileSync(FOLDER + file, 'utf8');
  const op = operatorOf(source) as OpName;
  return mutantsOf(source).map(({ label, source: mutated }) => ({ name: `${file}:${label}`, file, fate: fateOf(op, mutated) }));
});
const of = (fate: Fate): string[] => fates.filter((each) => each.fate === fate).map(({ name }) => name);

describe('mistakes in the differentiation rules', () => {
  it('the rules themselves pass the checks when they are run from their source', () => {
    for (const file of files) {
      const source = readFileSync(FOLDER + file, 'utf8');
      const op = operatorOf(source) as OpName;
      expect(() => check(op, withRule(op, source)), file).not.toThrow();
    }
  });

  // When this was written: 900 in 34 rules, 866 found, 62 more that do not run.
  it(`are found by the checks: ${LEAST * 100} % at least, and the others change no gradient`, () => {
    const [killed, survived] = [of('killed'), of('survived')];
    const share = killed.length / (killed.length + survived.length);
    expect(survived.filter((name) => !EQUIVALENT.has(name))).toEqual([]);
    // A reason for what is found all the same would be wrong.
    expect([...EQUIVALENT.keys()].filter((name) => !survived.includes(name))).toEqual([]);
    expect(share, `${killed.length} found, ${survived.length} not`).toBeGreaterThanOrEqual(LEAST);
    for (const file of files) expect(fates.filter((each) => each.file === file && each.fate === 'killed').length, file).toBeGreaterThan(0);
  });
});
