import { describe, expect, it } from 'vitest';
import { checkGradient } from '../../../tests/support/gradients/gradient-check';
import { ROW_CASES, RULE_CASES } from '../../../tests/support/gradients/rule-cases';
import { TIED, checkTies } from '../../../tests/support/gradients/ties';
import { RULES } from './registry';

const opsIn = (state: 'rule' | 'rows'): string[] =>
  Object.entries(RULES)
    .filter(([, rule]) => rule.state === state)
    .map(([op]) => op);

describe('every rule against central differences in float64', () => {
  const cases = [...RULE_CASES.values(), ...ROW_CASES.values()].flat();
  it.each(cases.map((each, index) => [each.label, each, 1000 + index] as const))('%s', (_, each, seed) => {
    checkGradient(each, seed);
  });

  it.each(TIED)('%s: the gradient at a tie is the one that the rule states', (op) => {
    expect(() => checkTies(op)).not.toThrow();
  });

  it('has a row for every operator with a rule', () => {
    expect(opsIn('rule').filter((op) => ![...RULE_CASES.keys()].some((known) => known === op))).toEqual([]);
    expect(opsIn('rows').filter((op) => ![...ROW_CASES.keys()].some((known) => known === op))).toEqual([]);
    expect([...RULE_CASES.values()].every((list) => list.length >= 4)).toBe(true);
  });

  it('says why an operator has no gradient', () => {
    for (const rule of Object.values(RULES)) if (rule.state === 'noGradient') expect(rule.reason.length).toBeGreaterThan(20);
  });
});
