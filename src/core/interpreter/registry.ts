import type { OpEvaluator } from './context';
import { activationOps } from './ops/activations';
import { arithmeticOps } from './ops/arithmetic';
import { constantOps } from './ops/constants';
import { dropoutOps } from './ops/dropout';
import { einsumOps } from './ops/einsum';
import { gatheringOps } from './ops/gathering';
import { indexingOps } from './ops/indexing';
import { logicOps } from './ops/logic';
import { movementOps } from './ops/movement';
import { normalizationOps } from './ops/normalization';
import { productOps } from './ops/products';
import { reductionOps } from './ops/reductions';
import { scanOps } from './ops/scans';
import { scatteringOps } from './ops/scattering';
import { shapeOps } from './ops/shapes';
import { slicingOps } from './ops/slicing';
import { unaryOps } from './ops/unary';

/** Every op the interpreter evaluates, by its ONNX name. */
export const registry: ReadonlyMap<string, OpEvaluator> = new Map([
  ...constantOps,
  ...shapeOps,
  ...movementOps,
  ...slicingOps,
  ...gatheringOps,
  ...arithmeticOps,
  ...logicOps,
  ...unaryOps,
  ...activationOps,
  ...reductionOps,
  ...productOps,
  ...normalizationOps,
  ...scanOps,
  ...scatteringOps,
  ...indexingOps,
  ...einsumOps,
  ...dropoutOps,
]);
