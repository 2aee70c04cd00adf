import { GapruneError } from '../errors';

/** The bytes are not a well-formed ONNX file. `place` names the byte offset or the tensor. */
export class OnnxFormatError extends GapruneError {
  readonly code = 'ONNX_FORMAT';
}

/** The nodes of the graph do not form a computation: a value computed twice, used before it is computed, or never computed. */
export class OnnxGraphError extends GapruneError {
  readonly code = 'ONNX_GRAPH';
}

/** A tensor's values are in a data file that was not given, or that is not what the model says. */
export class ExternalDataError extends GapruneError {
  readonly code = 'ONNX_EXTERNAL_DATA';
}

/** The tensor's bytes cannot be replaced where they lie. */
export class UnpatchableTensorError extends GapruneError {
  readonly code = 'ONNX_UNPATCHABLE';
}

/** The model holds something that cannot be written in another precision. */
export class UnwritableModelError extends GapruneError {
  readonly code = 'ONNX_UNWRITABLE';
}
