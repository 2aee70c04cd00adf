import type { HostTensor } from '../host-tensor';
import { input, scalar } from '../context';
import type { NodeContext, OpFamily } from '../context';
import { invalidNode } from '../interpreter-error';
import { allocate } from '../shape';

/** Inference only: the input itself and, where the node asks for it, a mask of ones (of the input's type before opset 10). */
function dropout(context: NodeContext): HostTensor[] {
  const x = input(context, 0);
  const training = context.inputs[2];
  if (training !== undefined && scalar(context, training) !== 0) {
    throw invalidNode(context.node, 'Dropout in training mode is random and cannot be evaluated.');
  }
  if ((context.node.outputs[1] ?? '') === '') return [x];
  const mask = allocate(context, context.opset < 10 ? x.dataType : 'bool', x.shape);
  mask.data.fill(1);
  return [x, mask];
}

export const dropoutOps: OpFamily = [['Dropout', { evaluate: dropout }]];
