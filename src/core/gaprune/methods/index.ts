import type { ScoringSettings } from '../settings';
import { balanced } from './balanced';
import { dai } from './dai';
import { daiCalibrated } from './dai-calibrated';
import { fisher } from './fisher';
import { magnitude } from './magnitude';
import type { Method } from './method';
import { random } from './random';
import { sparseGpt } from './sparsegpt';
import { taylor } from './taylor';
import { wanda } from './wanda';

export type MethodName = ScoringSettings['method'];

/** Every scoring method; the page, the command line and the reports go by it. */
export const METHODS = {
  dai,
  'dai-calibrated': daiCalibrated,
  balanced,
  fisher,
  taylor,
  wanda,
  sparsegpt: sparseGpt,
  magnitude,
  random,
} as const satisfies Record<MethodName, Method>;

export const METHOD_NAMES = Object.keys(METHODS) as readonly MethodName[];

/** How much has to be known of the inputs of products, least first. */
export type InputDetail = 'none' | 'norms' | 'covariances';

/** What a method takes of the inputs of products. */
export function inputsOf(method: MethodName): InputDetail {
  const { statistics }: Method = METHODS[method];
  if (statistics.includes('input covariances')) return 'covariances';
  return statistics.includes('input norms') ? 'norms' : 'none';
}
