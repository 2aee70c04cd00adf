import { create } from 'zustand';
import type { TokenLengths } from '../../core/data/token-lengths';
import type { Overlaps } from '../../core/engine/data-view-types';
import type { DataRole } from '../../core/engine/types';
import { promptsOf } from '../../core/data/prompts';
import { asReport, engine } from '../engine';
import { whenRested } from '../when-rested';
import { useAnalysis } from './analysis-store';
import { useData } from './data-store';
import { useModel } from './model-store';

interface InspectionState {
  /** Token counts of the open sets by the open model's tokenizer, as far as they have been made. */
  readonly lengths: Readonly<Record<DataRole, TokenLengths | null>>;
  /** Why there are none, or null. */
  readonly lengthProblem: string | null;
  readonly overlaps: Overlaps | null;
  /** SHA-256 of the open model's ONNX file; null until it is known. */
  readonly modelHash: string | null;
}

const nothing: InspectionState = { lengths: { general: null, domain: null }, lengthProblem: null, overlaps: null, modelHash: null };

/** What is found out about the sets once they are open. */
export const useInspection = create<InspectionState>()(() => nothing);

async function measure(role: DataRole): Promise<void> {
  const of = { set: useData.getState()[role].summary, model: useModel.getState().summary };
  const isCurrent = (): boolean => of.set === useData.getState()[role].summary && of.model === useModel.getState().summary;
  const write = (lengths: TokenLengths | null): void => {
    if (isCurrent()) useInspection.setState((state) => ({ lengths: { ...state.lengths, [role]: lengths } }));
  };
  write(null);
  if (of.set === null || of.model === null) return;
  try {
    await engine().measureLengths(role, promptsOf(useAnalysis.getState().settings), write);
  } catch (error) {
    const { code, message } = asReport(error);
    if (code !== 'CANCELLED' && isCurrent()) useInspection.setState({ lengthProblem: message });
  }
}

async function findOverlaps(): Promise<void> {
  const { general, domain } = useData.getState();
  useInspection.setState({ overlaps: null });
  const overlaps = await engine().findOverlaps();
  const now = useData.getState();
  if (now.general.summary === general.summary && now.domain.summary === domain.summary) useInspection.setState({ overlaps });
}

async function hashModel(): Promise<void> {
  const { summary } = useModel.getState();
  if (summary === null) return;
  const modelHash = await engine().hashModel();
  if (summary === useModel.getState().summary) useInspection.setState({ modelHash });
}

/** Prompts are tokens too: they are counted anew once the typing has rested. */
const REST_MS = 500;
const measureBoth = whenRested(() => {
  void measure('general');
  void measure('domain');
}, REST_MS);

/** Looks at every set that opens, and at both again with every model: another model has other tokens. Returns a function that stops it. */
export function inspectWhatOpens(): () => void {
  const undo = [
    useData.subscribe((now, before) => {
      const changed = (['general', 'domain'] as const).filter((role) => now[role].summary !== before[role].summary);
      for (const role of changed) void measure(role);
      // A worker that has died says so at the next thing it is asked to open.
      if (changed.length > 0) findOverlaps().catch(() => undefined);
    }),
    useModel.subscribe((now, before) => {
      if (now.summary === before.summary) return;
      useInspection.setState({ lengthProblem: null, modelHash: null });
      hashModel().catch(() => undefined);
      void measure('general');
      void measure('domain');
    }),
    useAnalysis.subscribe(({ settings: now }, { settings: before }) => {
      if (now.queryPrompt !== before.queryPrompt || now.documentPrompt !== before.documentPrompt) measureBoth();
    }),
  ];
  return () => undo.forEach((stop) => stop());
}
