import type { HostTensor } from '../host-tensor';
import { hostTensor } from '../host-tensor';
import { int } from '../attributes';
import { input, intsOf, op } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { checkShape, dim, normalizeAxes, normalizeAxis, product } from '../shape';

/** The same values under another shape: no copy. */
function reshaped(value: HostTensor, shape: readonly number[]): HostTensor {
  return { dataType: value.dataType, shape, data: value.data };
}

function shapeOf(context: NodeContext): HostTensor {
  const { node, opset } = context;
  const { shape } = input(context, 0);
  const clamp = (axis: number): number => Math.min(Math.max(axis < 0 ? axis + shape.length : axis, 0), shape.length);
  const part = opset < 15 ? shape : shape.slice(clamp(int(node, 'start', 0)), clamp(int(node, 'end', shape.length)));
  return hostTensor('int64', [part.length], part);
}

function size(context: NodeContext): HostTensor {
  return hostTensor('int64', [], [input(context, 0).data.length]);
}

/** 0 copies the input's dimension unless `allowzero`; one -1 takes what is left. */
function reshape(context: NodeContext): HostTensor {
  const value = input(context, 0);
  const requested = intsOf(context, 'shape', 1);
  if (requested === undefined) throw invalidNode(context.node, 'The new shape is missing.');
  const allowZero = int(context.node, 'allowzero', 0) === 1;
  const shape = requested.map((each, axis) => (each === 0 && !allowZero ? dim(value.shape, axis) : each));
  const free = shape.indexOf(-1);
  if (free >= 0) {
    const known = product(shape.filter((_, axis) => axis !== free));
    shape[free] = known === 0 ? 0 : value.data.length / known;
  }
  if (checkShape(context, shape) !== value.data.length) {
    const message = `A tensor of shape [${value.shape.join(', ')}] cannot become [${requested.join(', ')}].`;
    throw invalidNode(context.node, message);
  }
  return reshaped(value, shape);
}

function squeeze(context: NodeContext): HostTensor {
  const value = input(context, 0);
  const given = intsOf(context, 'axes', 1);
  if (given === undefined)
    return reshaped(
      value,
      value.shape.filter((each) => each !== 1),
    );
  const axes = normalizeAxes(context, given, value.shape.length);
  const wrong = axes.find((axis) => value.shape[axis] !== 1);
  if (wrong !== undefined) throw invalidNode(context.node, `Axis ${wrong} has size ${dim(value.shape, wrong)}, not 1.`);
  return reshaped(
    value,
    value.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

/** Axes count in the result's rank. */
function unsqueeze(context: NodeContext): HostTensor {
  const value = input(context, 0);
  const given = intsOf(context, 'axes', 1);
  if (given === undefined) throw invalidNode(context.node, 'The axes are missing.');
  const shape = [...value.shape];
  for (const axis of normalizeAxes(context, given, value.shape.length + given.length)) shape.splice(axis, 0, 1);
  return reshaped(value, shape);
}

/** To 2-D: the axes before `axis` times those from it on; `axis` may be the rank itself. */
function flatten(context: NodeContext): HostTensor {
  const value = input(context, 0);
  const rank = value.shape.length;
  const given = int(context.node, 'axis', 1);
  const axis = given === rank ? rank : normalizeAxis(context, given, rank);
  return reshaped(value, [product(value.shape.slice(0, axis)), product(value.shape.slice(axis))]);
}

export const shapeOps: OpFamily = [
  op('Shape', shapeOf),
  op('Size', size),
  op('Reshape', reshape),
  op('Squeeze', squeeze),
  op('Unsqueeze', unsqueeze),
  op('Flatten', flatten),
  op('Identity', (context) => input(context, 0)),
];
