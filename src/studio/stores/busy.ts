import { isRunning, useAnalysis } from './analysis-store';
import { useExport } from './export-store';

/** Whether the engine is at work on what is open now, so that nothing of it may be replaced. */
export function useBusy(): boolean {
  const analysing = useAnalysis(({ status }) => isRunning(status));
  const exporting = useExport(({ running }) => running);
  return analysing || exporting;
}

/** The same outside of a view. */
export const isBusy = (): boolean => isRunning(useAnalysis.getState().status) || useExport.getState().running;
