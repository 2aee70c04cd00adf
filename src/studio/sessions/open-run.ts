import type { NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { useAnalysis } from '../stores/analysis-store';
import { useSessions } from '../stores/session-store';

/**
 * Opens what was dropped as a run: a session's zip file, or `run.json` with `statistics.safetensors` on the model that is open.
 * @returns what went wrong, or null
 */
export async function openRun(files: readonly NamedFile[]): Promise<ErrorReport | null> {
  const [archive] = files.filter(({ name }) => name.toLowerCase().endsWith('.zip'));
  if (archive !== undefined) {
    const id = await useSessions.getState().add(archive);
    if (id !== null) await useSessions.getState().open(id);
    return useSessions.getState().problem;
  }
  try {
    useAnalysis.getState().show(await engine().openRun(files));
    return null;
  } catch (error) {
    return asReport(error);
  }
}
