import { MAX_PRODUCT_GROUPS } from '../kernels/products';
import type { OnnxGraph, OnnxNode, StoredTensor } from '../onnx/graph';
import { sizeOf } from '../tensor';
import type { EmbeddingModel } from './embedding-model';
import type { Parameter } from './parameter';
import { TensorSlice } from './tensor-slice';

/** Rows of a weight that a device cannot hold in one buffer. */
export interface TablePart extends Parameter {
  readonly whole: Parameter;
  /** Its first row in the table. */
  readonly start: number;
}

export const isPart = (parameter: Parameter): parameter is TablePart => 'whole' in parameter;

/** The weight that a parameter of a fitted model is, or is a part of. */
export const wholeOf = (parameter: Parameter): Parameter => (isPart(parameter) ? parameter.whole : parameter);

/** Every part has a partial result at least where a weight's gradients are measured. */
const MOST_PARTS = MAX_PRODUCT_GROUPS;

const fitted = new WeakMap<EmbeddingModel, Map<number, EmbeddingModel>>();

/**
 * A model whose tables fit into the buffers of a device: one whose rows are looked up, and that is larger than a buffer, becomes several tables
 * of as many rows as fit. A lookup reads a row of each, and takes the one of the part that the index is in. The model computes the same.
 *
 * @param bindingBytes the most bytes of one buffer
 */
export function fitTables(model: EmbeddingModel, bindingBytes: number): EmbeddingModel {
  const large = model.parameters.filter(({ shape }) => 4 * sizeOf(shape) > bindingBytes);
  if (large.length === 0) return model;
  const known = fitted.get(model)?.get(bindingBytes);
  if (known !== undefined) return known;
  const fit = large.reduce((split, parameter) => splitTable(split, parameter, bindingBytes), model);
  fitted.set(model, (fitted.get(model) ?? new Map<number, EmbeddingModel>()).set(bindingBytes, fit));
  return fit;
}

function splitTable(model: EmbeddingModel, parameter: Parameter, bindingBytes: number): EmbeddingModel {
  const { initializer, shape } = parameter;
  const [rows = 0, width = 0] = shape;
  const most = Math.floor(bindingBytes / (4 * width));
  const tensor = model.graph.initializers.get(initializer);
  const count = Math.ceil(rows / most);
  if (tensor === undefined || shape.length !== 2 || parameter.transposed || !(count <= MOST_PARTS)) return model;
  if (!isLookedUpAlone(model.graph, initializer)) return model;
  const parts = Array.from({ length: count }, (_, i): TablePart => {
    const start = i * most;
    const name = `${initializer}#${start}`;
    return { ...parameter, initializer: name, shape: [Math.min(most, rows - start), width], whole: parameter, start };
  });
  const slices = parts.map(({ initializer: name, start, shape: [size = 0] }) => new TensorSlice(name, tensor, 0, start, size));
  const bounds = parts.flatMap(({ initializer: name, start, shape: [size = 0] }) => [
    integer(`${name}.start`, start),
    integer(`${name}.last`, size - 1),
  ]);
  const zero = integer(`${initializer}#zero`, 0);
  const initializers = new Map(model.graph.initializers);
  initializers.delete(initializer);
  for (const each of [...slices, ...bounds, zero]) initializers.set(each.name, each);
  const nodes = model.graph.nodes.flatMap((node) => (node.inputs[0] === initializer ? lookups(node, parts, zero.name) : [node]));
  const tensors = new Map<string, StoredTensor>(model.tensors);
  tensors.delete(initializer);
  for (const slice of slices) tensors.set(slice.name, slice);
  const parameters = model.parameters.flatMap((each) => (each === parameter ? parts : [each]));
  return { ...model, graph: { ...model.graph, nodes, initializers }, tensors, parameters };
}

/** Whether every node that reads a weight takes rows of it. */
function isLookedUpAlone({ nodes, outputs }: OnnxGraph, initializer: string): boolean {
  const takers = nodes.filter(({ inputs }) => inputs.includes(initializer));
  const takesRows = ({ opType, domain, inputs, attributes }: OnnxNode): boolean => {
    const axis = attributes.get('axis');
    return opType === 'Gather' && domain === '' && inputs[1] !== initializer && (axis?.kind !== 'int' || axis.value === 0);
  };
  return takers.every(takesRows) && outputs.every(({ name }) => name !== initializer);
}

/** y = i < start₁ ? T₀[i] : i < start₂ ? T₁[i − start₁] : …, with each index held within its part. */
function lookups(node: OnnxNode, parts: readonly TablePart[], zero: string): OnnxNode[] {
  const [, indices = ''] = node.inputs;
  const [output = ''] = node.outputs;
  const nodes: OnnxNode[] = [];
  const add = (opType: string, inputs: readonly string[], name: string, axes?: readonly number[]): string => {
    const attributes = new Map(axes === undefined ? [] : [['axes', { kind: 'ints', value: axes }] as const]);
    nodes.push({ name: '', opType, domain: '', inputs, outputs: [name], attributes, metadata: new Map() });
    return name;
  };
  let taken = '';
  parts.forEach(({ initializer }, i) => {
    const at = `${output}#${initializer}`;
    const shifted = add('Sub', [indices, `${initializer}.start`], `${at}.shifted`);
    const within = add('Min', [add('Max', [shifted, zero], `${at}.above`), `${initializer}.last`], `${at}.within`);
    const row = add('Gather', [initializer, within], parts.length === 1 ? output : `${at}.row`);
    if (i === 0) {
      taken = row;
      return;
    }
    const isBefore = add('Unsqueeze', [add('Less', [indices, `${initializer}.start`], `${at}.is_before`)], `${at}.mask`, [-1]);
    taken = add('Where', [isBefore, taken, row], i === parts.length - 1 ? output : `${at}.taken`);
  });
  return nodes;
}

function integer(name: string, value: number): StoredTensor {
  return { name, dataType: 'int64', dims: [], bytes: new Uint8Array(BigInt64Array.of(BigInt(value)).buffer), range: null };
}
