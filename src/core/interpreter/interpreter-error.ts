import { GapruneError } from '../errors';
import type { OnnxNode } from '../onnx/graph';

export type InterpreterErrorCode =
  /** The op is not in the registry, or not of the standard domain. */
  | 'INTERPRETER_UNKNOWN_OP'
  /** Attributes or inputs that ONNX does not allow, or a mode of the op that is not implemented. */
  | 'INTERPRETER_INVALID_NODE'
  /** The result would have more elements than the interpreter is ready to allocate. */
  | 'INTERPRETER_TOO_LARGE'
  /** A stored tensor whose values cannot be read as numbers. */
  | 'INTERPRETER_UNREADABLE_TENSOR';

export class InterpreterError extends GapruneError {
  readonly code: InterpreterErrorCode;
  constructor(code: InterpreterErrorCode, message: string, place: string) {
    super(message, place);
    this.code = code;
  }
}

export function nodePlace(node: OnnxNode): string {
  return `node "${node.name}", op ${node.domain === '' ? '' : `${node.domain}:`}${node.opType}`;
}

export function invalidNode(node: OnnxNode, message: string): InterpreterError {
  return new InterpreterError('INTERPRETER_INVALID_NODE', message, nodePlace(node));
}
