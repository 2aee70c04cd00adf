import type { GraphBuilder } from '../ir/builder';
import type { OpAttributes, OpName, Value } from '../ir/ops';

/** What a rule may read: the builder, the forward node's attributes, its inputs `x(i)`, its output `y`, and `dy = ∂loss/∂y`. */
export interface RuleContext<K extends OpName> {
  readonly b: GraphBuilder;
  readonly attributes: OpAttributes[K];
  readonly x: (index: number) => Value;
  readonly y: Value;
  readonly dy: Value;
}

/** The gradient of one input: a value of that input's shape. */
export type InputGradient<K extends OpName> = (c: RuleContext<K>) => Value;

/**
 * The operator has a derivative. `inputs` holds one gradient per input, or one function for all of them (variadic operators);
 * null where an input is an index or a condition and has none. Each is asked for only when it is needed.
 */
export interface Rule<K extends OpName> {
  readonly state: 'rule';
  readonly inputs: readonly (InputGradient<K> | null)[] | ((c: RuleContext<K>, index: number) => Value);
}

/** The operator's output does not move with its inputs, or only in steps: nothing flows back, and that is right. */
export interface NoGradient {
  readonly state: 'noGradient';
  readonly reason: string;
}

/** Rows of a table: the gradient is kept as rows and their indices (see reverse.ts), not as a tensor of the table's shape. */
export interface RowGradient {
  readonly state: 'rows';
}

export type RuleState<K extends OpName> = Rule<K> | NoGradient | RowGradient;

export function rule<K extends OpName>(_op: K, inputs: Rule<K>['inputs']): Rule<K> {
  return { state: 'rule', inputs };
}
