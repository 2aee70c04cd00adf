import type { NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { useAnalysis } from '../stores/analysis-store';

/**
 * Opens what was dropped as a run: `run.json` with `statistics.safetensors`, on the model that is open.
 * @returns what went wrong, or null
 */
export async function openRun(files: readonly NamedFile[]): Promise<ErrorReport | null> {
  try {
    useAnalysis.getState().show(await engine().openRun(files));
    return null;
  } catch (error) {
    return asReport(error);
  }
}
