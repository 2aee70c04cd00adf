import type { GraphBuilder } from '../ir/builder';
import type { Value } from '../ir/ops';
import type { Parameter } from '../model/parameter';
import type { Specialization } from '../specialize/specialize';

/** What is multiplied with weights: rows × in, and the weights (out × in in PyTorch layout) it is multiplied with. */
export interface ProductInput {
  readonly value: Value;
  readonly width: number;
  /** Query, key and value projections share one input. */
  readonly parameters: readonly Parameter[];
}

/**
 * The activations that meet the given weights in a product `x·Wᵀ`, each with the weights it meets, in the graph's order. Weights that
 * are used in another way (looked up, added, multiplied from the left, or in several products) are left out.
 */
export function productInputs({ builder, parameters: values }: Specialization, parameters: readonly Parameter[]): ProductInput[] {
  const byValue = new Map(parameters.flatMap((parameter) => entriesOf(values.get(parameter.initializer), parameter)));
  const found = new Map<Parameter, Value[]>();
  for (const node of builder.nodes) {
    if (node.op !== 'MatMul' && node.op !== 'Gemm') continue;
    const [x, w] = node.inputs;
    if (x === undefined || w === undefined || (node.op === 'Gemm' && node.attributes.transA)) continue;
    const parameter = byValue.get(sourceOf(builder, w, ['Transpose', 'Reshape']));
    if (parameter === undefined) continue;
    const input = sourceOf(builder, x, ['Reshape'], x.shape.at(-1));
    const isLinear = parameter.shape.length === 2 && input.shape.at(-1) === parameter.shape[1];
    found.set(parameter, [...(found.get(parameter) ?? []), ...(isLinear ? [input] : [])]);
  }
  const groups = new Map<Value, Parameter[]>();
  for (const [parameter, inputs] of found) {
    const [input] = inputs;
    if (input !== undefined && inputs.length === 1) groups.set(input, [...(groups.get(input) ?? []), parameter]);
  }
  return [...groups].map(([value, members]) => ({ value, width: value.shape.at(-1) ?? 0, parameters: members }));
}

function entriesOf(value: Value | undefined, parameter: Parameter): [Value, Parameter][] {
  return value === undefined ? [] : [[value, parameter]];
}

/** What a value is a mere view of; with `width`, only as long as the last dimension keeps it. */
function sourceOf(builder: GraphBuilder, value: Value, views: readonly string[], width?: number): Value {
  const node = builder.producer(value);
  const [input] = node?.inputs ?? [];
  if (node === undefined || input === undefined || !views.includes(node.op)) return value;
  return width !== undefined && input.shape.at(-1) !== width ? value : sourceOf(builder, input, views, width);
}
