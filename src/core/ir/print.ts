import { liveNodes } from './emit';
import type { GraphBuilder } from './builder';
import type { Value } from './ops';

/** A static graph as text, one node a line, for tests and people: `Mul_3 [4,8] = Mul(x, y) {…}`. */
export function printGraph(builder: GraphBuilder, outputs: readonly Value[]): string {
  const operand = (value: Value): string => {
    const data = builder.constants.get(value);
    return data?.length === 1 ? String(data[0]) : value.name;
  };
  const lines = liveNodes(builder, outputs).map((node) => {
    const attributes = Object.entries(node.attributes).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const tail = attributes.length === 0 ? '' : ` {${attributes.join(', ')}}`;
    return `${node.output.name} [${node.output.shape.join()}] = ${node.op}(${node.inputs.map(operand).join(', ')})${tail}`;
  });
  return [...lines, `return ${outputs.map(operand).join(', ')}`].join('\n');
}
