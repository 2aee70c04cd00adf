import { type GraphBuilder, sameShape } from '../ir/builder';
import type { AnyNode, OpName, StaticNode, Value } from '../ir/ops';
import { GradientRuleError, NoGradientError } from './errors';
import { RULES, type RuleTable } from './registry';
import type { RuleState } from './rule';

/** A part of a table's gradient: row `t` of `rows` is added to row `indices[t]` of the table. */
export interface RowsGradient {
  readonly indices: Value;
  /** Shape: the shape of `indices` followed by one row's. */
  readonly rows: Value;
}

/** ∂loss/∂parameter, as a dense part of the parameter's shape, parts by rows (embedding tables), or both. */
export interface Gradient {
  readonly dense: Value | null;
  readonly rows: readonly RowsGradient[];
}

/**
 * Reverse-mode differentiation: append to `b` the nodes that compute ∂loss/∂parameter for each parameter.
 *
 * @param loss a scalar
 * @param rules the table of the registry; tests put broken rules in
 * @returns a gradient for each parameter the loss depends on
 * @throws GradientRuleError when a rule's result does not fit; NoGradientError when the loss depends on none
 */
export function differentiate(b: GraphBuilder, loss: Value, parameters: readonly Value[], rules: RuleTable = RULES): Map<Value, Gradient> {
  const forward = [...b.nodes];
  const dependent = dependents(forward, new Set(parameters));
  if (!dependent.has(loss)) throw new NoGradientError('The loss does not depend on the weights.');
  const adjoints = new Adjoints(b);
  adjoints.add(loss, b.constant([1], loss.shape));
  for (const node of forward.reverse()) {
    const dy = adjoints.take(node.output);
    if (dy !== null) propagate({ b, rules, dependent, adjoints }, node, dy);
  }
  const gradients = new Map<Value, Gradient>();
  for (const parameter of parameters) {
    const gradient = adjoints.gradient(parameter);
    if (gradient !== null) gradients.set(parameter, gradient);
  }
  return gradients;
}

/** The values that move with the parameters. */
function dependents(nodes: readonly AnyNode[], parameters: ReadonlySet<Value>): Set<Value> {
  const dependent = new Set(parameters);
  for (const node of nodes) {
    if (node.inputs.some((input) => dependent.has(input))) dependent.add(node.output);
  }
  return dependent;
}

/** What stays the same over one backward pass. */
interface Pass {
  readonly b: GraphBuilder;
  readonly rules: RuleTable;
  readonly dependent: ReadonlySet<Value>;
  readonly adjoints: Adjoints;
}

function propagate<K extends OpName>({ b, rules, dependent, adjoints }: Pass, node: StaticNode<K>, dy: Value): void {
  const state: RuleState<K> = rules[node.op];
  if (state.state === 'noGradient') return;
  if (state.state === 'rows') {
    const [table, indices] = node.inputs;
    if (table !== undefined && indices !== undefined && dependent.has(table)) adjoints.addRows(table, { indices, rows: dy });
    return;
  }
  const x = (index: number): Value => {
    const value = node.inputs[index];
    if (value === undefined) throw new GradientRuleError(`Input ${index} does not exist.`, `${node.op} ${node.output.name}`);
    return value;
  };
  const context = { b, attributes: node.attributes, x, y: node.output, dy };
  node.inputs.forEach((input, index) => {
    if (!dependent.has(input)) return;
    const rule = typeof state.inputs === 'function' ? state.inputs : state.inputs[index];
    if (rule === null) return;
    if (rule === undefined) throw new GradientRuleError(`No gradient for input ${index}.`, `${node.op} ${node.output.name}`);
    const gradient = rule(context, index);
    if (gradient.type !== input.type || !sameShape(gradient.shape, input.shape)) {
      throw new GradientRuleError(
        `The gradient of input ${index} is ${gradient.type} [${gradient.shape}], the input is ${input.type} [${input.shape}].`,
        `${node.op} ${node.output.name}`,
      );
    }
    adjoints.add(input, gradient);
  });
}

/** The gradients that have arrived at each value so far. */
class Adjoints {
  private readonly dense = new Map<Value, Value>();
  private readonly rows = new Map<Value, RowsGradient[]>();

  constructor(private readonly b: GraphBuilder) {}

  add(value: Value, gradient: Value): void {
    const present = this.dense.get(value);
    this.dense.set(value, present === undefined ? gradient : this.b.add(present, gradient));
  }

  addRows(table: Value, part: RowsGradient): void {
    const parts = this.rows.get(table);
    if (parts === undefined) this.rows.set(table, [part]);
    else parts.push(part);
  }

  /** The sum for a node's output; nothing more arrives there once its consumers are done. */
  take(value: Value): Value | null {
    if (this.rows.has(value)) {
      throw new GradientRuleError('Rows are taken from something that is no weight.', value.name);
    }
    return this.dense.get(value) ?? null;
  }

  gradient(parameter: Value): Gradient | null {
    const dense = this.dense.get(parameter) ?? null;
    const rows = this.rows.get(parameter) ?? [];
    return dense === null && rows.length === 0 ? null : { dense, rows };
  }
}
