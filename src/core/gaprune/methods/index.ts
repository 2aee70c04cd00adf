import type { ScoringSettings } from '../settings';
import { balanced } from './balanced';
import { dai } from './dai';
import { daiCalibrated } from './dai-calibrated';
import { fisher } from './fisher';
import { magnitude } from './magnitude';
import type { Method } from './method';
import { random } from './random';
import { taylor } from './taylor';

export type MethodName = ScoringSettings['method'];

/** Every scoring method; the page, the command line and the reports go by it. */
export const METHODS = {
  dai,
  'dai-calibrated': daiCalibrated,
  balanced,
  fisher,
  taylor,
  magnitude,
  random,
} as const satisfies Record<MethodName, Method>;

export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];
