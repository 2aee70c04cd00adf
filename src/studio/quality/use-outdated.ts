import { usePrune } from '../stores/prune-store';
import type { Work } from '../stores/quality-store';

/** Whether the settings have changed since a result was worked out. */
export function useOutdated({ of }: Work<unknown>): boolean {
  const { scoring, mask } = usePrune();
  return of !== null && (of.scoring !== scoring || of.mask !== mask);
}
