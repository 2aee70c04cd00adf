import { sizeOf } from '../tensor';
import type { AnyNode, Value } from './ops';

/**
 * The most bytes that the results of some nodes take at a time when they run in order, each kept from the node that makes it to the last one
 * that reads it. A Reshape keeps what it was made from. `kept` count as results that leave at once: whoever asks for them holds them.
 */
export function peakBytes(nodes: readonly AnyNode[], kept: ReadonlySet<Value>): number {
  const origin = new Map<Value, Value>();
  const originOf = (value: Value): Value => origin.get(value) ?? value;
  for (const { op, inputs, output } of nodes) {
    const [input] = inputs;
    if (op === 'Reshape' && input !== undefined) origin.set(output, originOf(input));
  }
  const lastRead = new Map<Value, number>();
  nodes.forEach(({ inputs, output }, index) => {
    for (const value of [output, ...inputs]) lastRead.set(originOf(value), index);
  });
  const ends = new Map<number, Value[]>();
  for (const [value, index] of lastRead) ends.set(index, [...(ends.get(index) ?? []), value]);
  const made = new Map<Value, number>();
  let bytes = 0;
  let peak = 0;
  nodes.forEach(({ op, output }, index) => {
    if (op !== 'Reshape' && !kept.has(output)) made.set(output, 4 * sizeOf(output.shape));
    bytes += made.get(output) ?? 0;
    peak = Math.max(peak, bytes);
    for (const value of ends.get(index) ?? []) bytes -= made.get(value) ?? 0;
  });
  return peak;
}
