import { analysisActions } from '../analysis/actions';
import { dataActions } from '../data/actions';
import { frameActions } from '../frame/actions';
import { tuningActions } from '../prune/tuning/actions';
import { sessionActions } from '../sessions/actions';
import type { Action } from './action';

/** Everything a person can do by name or by key, in the order the palette lists it. */
export const allActions: readonly Action[] = [...frameActions, ...dataActions, ...analysisActions, ...tuningActions, ...sessionActions];
