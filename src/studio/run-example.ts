import { useAnalysis } from './stores/analysis-store';
import { useView } from './url-state/view-store';

/** Short texts show everything in little time. */
const quick = { maxLength: 32, batchSize: 4, maxSamples: 20 } as const;

/** Analyse what is open, watched in its place, and go on to the pruning when it is done, unless one has gone elsewhere. */
export async function runExample(): Promise<void> {
  const { change, start } = useAnalysis.getState();
  const { go } = useView.getState();
  change(quick);
  go('analysis');
  await start();
  if (useAnalysis.getState().status === 'done' && useView.getState().view.place === 'analysis') go('prune');
}
