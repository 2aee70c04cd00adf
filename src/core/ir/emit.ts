import type { GeneratedConstant, GeneratedGraph } from '../onnx/encode';
import type { Attribute, OnnxNode } from '../onnx/graph';
import type { GraphBuilder } from './builder';
import type { AnyNode, Value } from './ops';

/** The opset of generated graphs: the first with Gelu. */
export const GENERATED_OPSET = 20;

type Attributes = ReadonlyMap<string, Attribute>;

const int = (value: number): Attribute => ({ kind: 'int', value });
const attributes = (entries: Record<string, Attribute> = {}): Attributes => new Map(Object.entries(entries));

/**
 * Write a static graph as ONNX: only the nodes that `outputs` need. Integer operands (axes, shapes, starts) become constant
 * initializers, which every provider reads at session creation.
 */
export function emitGraph(builder: GraphBuilder, outputs: readonly Value[]): GeneratedGraph {
  const live = liveNodes(builder, outputs);
  const integers = new IntegerConstants();
  const nodes = live.map((node) => toOnnx(node, integers));
  // An output may itself be an input or a constant: the gradient of Σ x ⊙ r is r.
  const used = new Set([...outputs, ...live.flatMap((node) => node.inputs)]);
  const constants: GeneratedConstant[] = [...builder.constants]
    .filter(([value]) => used.has(value))
    .map(([value, data]) => ({
      name: value.name,
      dataType: 'float32',
      dims: value.shape,
      bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    }));
  return {
    name: 'gaprune',
    opset: GENERATED_OPSET,
    nodes,
    inputs: builder.inputs.filter((value) => used.has(value)).map(valueInfo),
    outputs: outputs.map(valueInfo),
    constants: [...constants, ...integers.list],
  };
}

const valueInfo = (value: Value) => ({ name: value.name, dataType: value.type, shape: value.shape });

/** The nodes that the outputs depend on, in order. */
export function liveNodes(builder: GraphBuilder, outputs: readonly Value[]): AnyNode[] {
  const needed = new Set<Value>(outputs);
  const live: AnyNode[] = [];
  for (let i = builder.nodes.length - 1; i >= 0; i--) {
    const node = builder.nodes[i];
    if (node === undefined || !needed.has(node.output)) continue;
    live.push(node);
    for (const input of node.inputs) needed.add(input);
  }
  return live.reverse();
}

/** int64 vectors that nodes take as inputs, shared when equal. */
class IntegerConstants {
  readonly list: GeneratedConstant[] = [];
  private readonly names = new Map<string, string>();

  name(values: readonly number[]): string {
    const key = values.join();
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const name = `integers_${this.list.length}`;
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.list.push({ name, dataType: 'int64', dims: [values.length], bytes });
    this.names.set(key, name);
    return name;
  }
}

function toOnnx(node: AnyNode, integers: IntegerConstants): OnnxNode {
  const { extraInputs, attributes: attrs } = operands(node, integers);
  return {
    name: `node_${node.output.name}`,
    opType: node.op,
    domain: '',
    inputs: [...node.inputs.map((v) => v.name), ...extraInputs],
    outputs: [node.output.name],
    attributes: attrs,
    metadata: new Map(),
  };
}

interface Operands {
  readonly extraInputs: readonly string[];
  readonly attributes: Attributes;
}

function operands(node: AnyNode, integers: IntegerConstants): Operands {
  const only = (entries: Record<string, Attribute>): Operands => ({ extraInputs: [], attributes: attributes(entries) });
  const extra = (...vectors: (readonly number[])[]): Operands => ({
    extraInputs: vectors.map((v) => integers.name(v)),
    attributes: attributes(),
  });
  switch (node.op) {
    case 'Gelu':
      return only({ approximate: { kind: 'string', value: node.attributes.approximate } });
    case 'Gemm':
      return only({ transA: int(Number(node.attributes.transA)), transB: int(Number(node.attributes.transB)) });
    case 'ReduceSum':
    case 'ReduceMean':
    case 'ReduceMax':
      return { ...extra(node.attributes.axes), attributes: attributes({ keepdims: int(1) }) };
    case 'Softmax':
      return only({ axis: int(node.attributes.axis) });
    case 'LayerNormalization':
      return only({ axis: int(node.attributes.axis), epsilon: { kind: 'float', value: node.attributes.epsilon } });
    case 'Reshape':
      // allowzero: a dimension of 0 means zero elements, not "copy from the input".
      return { ...extra(node.attributes.shape), attributes: attributes({ allowzero: int(1) }) };
    case 'Expand':
      return extra(node.attributes.shape);
    case 'Transpose':
      return only({ perm: { kind: 'ints', value: node.attributes.permutation } });
    case 'Concat':
      return only({ axis: int(node.attributes.axis) });
    case 'Slice': {
      const { starts, ends, steps } = node.attributes;
      return extra(
        starts,
        ends,
        starts.map((_, axis) => axis),
        steps,
      );
    }
    case 'Pad':
      return extra([...node.attributes.before, ...node.attributes.after]);
    default:
      return only({});
  }
}
