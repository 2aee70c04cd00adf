import type { Lowering } from '../lowering';
import { ELEMENTWISE } from './elementwise';
import { LAYOUT } from './layout';
import { PRODUCTS } from './products';
import { REDUCTIONS } from './reductions';

/** Every ONNX operator that may stand between weights and output, by name. */
export const LOWERINGS: ReadonlyMap<string, Lowering> = new Map([...ELEMENTWISE, ...PRODUCTS, ...REDUCTIONS, ...LAYOUT]);
