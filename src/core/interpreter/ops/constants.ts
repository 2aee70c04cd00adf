import type { HostTensor } from '../host-tensor';
import { hostTensor } from '../host-tensor';
import { float, floats, int, ints, tensor } from '../attributes';
import { input, op, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate } from '../shape';
import { storedToHost } from '../stored-to-host';

function constant({ node }: NodeContext): HostTensor {
  const value = tensor(node, 'value');
  if (value !== undefined) return storedToHost(value);
  const integers = ints(node, 'value_ints');
  if (integers !== undefined) return hostTensor('int64', [integers.length], integers);
  const reals = floats(node, 'value_floats');
  if (reals !== undefined) return hostTensor('float32', [reals.length], reals);
  if (node.attributes.has('value_int')) return hostTensor('int64', [], [int(node, 'value_int', 0)]);
  if (node.attributes.has('value_float')) return hostTensor('float32', [], [float(node, 'value_float', 0)]);
  throw invalidNode(node, 'The constant has no numeric value.');
}

function constantOfShape(context: NodeContext): HostTensor {
  const stored = tensor(context.node, 'value');
  const value = stored === undefined ? hostTensor('float32', [1], [0]) : storedToHost(stored);
  const out = allocate(context, value.dataType, Array.from(input(context, 0).data));
  out.data.fill(scalar(context, value));
  return out;
}

/** start, start + delta, ... below limit: max(ceil((limit - start) / delta), 0) values. */
function range(context: NodeContext): HostTensor {
  const first = input(context, 0);
  const start = scalar(context, first);
  const delta = scalar(context, input(context, 2));
  if (delta === 0) throw invalidNode(context.node, 'The step of the range is 0.');
  const count = Math.max(Math.ceil((scalar(context, input(context, 1)) - start) / delta), 0);
  const out = allocate(context, first.dataType, [count]);
  for (let i = 0; i < count; i++) out.data[i] = start + i * delta;
  return out;
}

export const constantOps: OpFamily = [op('Constant', constant), op('ConstantOfShape', constantOfShape), op('Range', range)];
