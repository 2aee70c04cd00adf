import type { DataRole, NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { asReport, engine } from '../engine';
import { isSession } from '../files/peek';
import { useAnalysis } from '../stores/analysis-store';
import { useData } from '../stores/data-store';
import { useSessions } from '../stores/session-store';

/** The open sets that a person gave: statistics of another program were measured on these, and not on the studio's examples. */
function ownSets(): DataRole[] {
  const sets = useData.getState();
  return (['general', 'domain'] as const).filter((role) => sets[role].summary !== null && !sets[role].isBuiltIn);
}

/**
 * Opens what was dropped as a run: a session's zip file; or, on the model that is open, `run.json` with `statistics.safetensors`, or statistics
 * that another program measured.
 * @returns what went wrong, or null
 */
export async function openRun(files: readonly NamedFile[]): Promise<ErrorReport | null> {
  const [first] = files;
  if (first !== undefined && (await isSession(first))) {
    const id = await useSessions.getState().add(first);
    if (id !== null) await useSessions.getState().open(id);
    return useSessions.getState().problem;
  }
  try {
    const { maxLength, queryPrompt, documentPrompt } = useAnalysis.getState().settings;
    const imported = { settings: { maxLength, queryPrompt, documentPrompt }, measuredOn: ownSets() };
    useAnalysis.getState().show(await engine().openRun(files, imported));
    return null;
  } catch (error) {
    return asReport(error);
  }
}
