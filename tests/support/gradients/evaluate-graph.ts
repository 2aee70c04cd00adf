import { interpretGraph } from '../../../src/core/interpreter/evaluate';
import { type HostTensor, hostTensor } from '../../../src/core/interpreter/host-tensor';
import { storedToHost } from '../../../src/core/interpreter/stored-to-host';
import type { GraphBuilder } from '../../../src/core/ir/builder';
import { emitGraph } from '../../../src/core/ir/emit';
import type { Value } from '../../../src/core/ir/ops';

/** The values of `outputs` in float64: the graph as it is emitted, node by node through the interpreter. */
export function evaluateGraph(
  builder: GraphBuilder,
  outputs: readonly Value[],
  feeds: ReadonlyMap<Value, ArrayLike<number>>,
): HostTensor[] {
  const graph = emitGraph(builder, outputs);
  const values = new Map<string, HostTensor>();
  for (const [value, data] of feeds) values.set(value.name, hostTensor(value.type, value.shape, data));
  for (const constant of graph.constants) values.set(constant.name, storedToHost({ ...constant, range: null }));
  interpretGraph(graph.nodes, values, graph.opset);
  return outputs.map((output) => {
    const tensor = values.get(output.name);
    if (tensor === undefined) throw new Error(`${output.name} was not computed.`);
    return tensor;
  });
}
