import type { ModelSummary, TripletSummary } from '../../core/engine/types';
import { MAX_NAME } from '../../core/sessions/session';

/** "all-MiniLM-L6-v2, chem-example": what a session is called until somebody names it. */
export function defaultName(model: ModelSummary | null, domain: TripletSummary | null): string {
  const set = domain?.fileName.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
  const name = [model?.name, set].filter((part) => part !== undefined && part !== '').join(', ');
  return (name === '' ? 'Session' : name).slice(0, MAX_NAME);
}
