import { storedToHost } from '../../interpreter/stored-to-host';
import type { OnnxGraph, OnnxNode } from '../../onnx/graph';
import { SHAPE_OPERATORS } from '../weights';

/** Who computes and who takes each value of a graph. */
export class Uses {
  private readonly producers = new Map<string, OnnxNode>();
  private readonly consumers = new Map<string, OnnxNode[]>();

  constructor(private readonly graph: OnnxGraph) {
    for (const node of graph.nodes) {
      for (const output of node.outputs) this.producers.set(output, node);
      for (const input of new Set(node.inputs)) {
        const list = this.consumers.get(input);
        if (list === undefined) this.consumers.set(input, [node]);
        else list.push(node);
      }
    }
  }

  count(value: string): number {
    return this.consumers.get(value)?.length ?? 0;
  }

  producer(value: string): OnnxNode | undefined {
    return this.producers.get(value);
  }

  /** The nodes that take a value, without those that look at its shape alone. */
  takers(value: string): OnnxNode[] {
    return (this.consumers.get(value) ?? []).filter(({ opType }) => !SHAPE_OPERATORS.has(opType));
  }

  /** What `find` gives for the first node after a value, along values that one node alone takes. */
  following(value: string, find: (node: OnnxNode) => string | undefined): string | null {
    const [node] = this.consumers.get(value) ?? [];
    if (node === undefined || this.count(value) !== 1) return null;
    return find(node) ?? this.following(node.outputs[0] ?? '', find);
  }

  /** Integers that are in the file, or are one of them in a list; null for what is computed. */
  integers(value: string): number[] | null {
    const producer = this.producers.get(value);
    if (producer?.opType === 'Unsqueeze') return this.integers(producer.inputs[0] ?? '');
    const constant = producer?.attributes.get('value');
    const tensor = this.graph.initializers.get(value) ?? (constant?.kind === 'tensor' ? constant.value : undefined);
    return tensor?.dataType === 'int64' || tensor?.dataType === 'int32' ? [...storedToHost(tensor).data] : null;
  }

  /** The list of integers that an operator has as an attribute or, in later opsets, as an input. */
  integersOf(node: OnnxNode, name: string, input: number): number[] | null {
    const attribute = node.attributes.get(name);
    if (attribute?.kind === 'ints') return [...attribute.value];
    return this.integers(node.inputs[input] ?? '');
  }

  /** The dimensions that a Reshape asks for; null for each that is computed. */
  wantedShape(reshape: OnnxNode): (number | null)[] | null {
    const value = reshape.inputs[1] ?? '';
    const known = this.integers(value);
    if (known !== null) return known;
    const concat = this.producers.get(value);
    return concat?.opType === 'Concat' ? concat.inputs.flatMap((input): (number | null)[] => this.integers(input) ?? [null]) : null;
  }
}
