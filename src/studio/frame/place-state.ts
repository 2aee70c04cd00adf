import { formatShare } from '../format';
import { shareDone } from '../analysis/fields';
import { useAnalysis } from '../stores/analysis-store';
import { useData } from '../stores/data-store';
import { useExport } from '../stores/export-store';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import type { PlaceId } from './place-ids';

/** How a place stands, for its tab. */
export interface PlaceState {
  readonly label: string;
  readonly tone: 'waiting' | 'ready' | 'busy' | 'done' | 'bad';
}

const { states } = text.frame;

function useDataState(): PlaceState {
  const model = useModel(({ summary }) => summary);
  const general = useData((state) => state.general);
  const domain = useData((state) => state.domain);
  const opening = useModel((state) => state.opening) || general.opening || domain.opening;
  if (opening) return { label: states.opening, tone: 'busy' };
  const hasData = general.summary !== null && domain.summary !== null;
  if (model === null) return { label: hasData ? states.needsModel : states.needsFiles, tone: 'waiting' };
  if (model.refusal !== null) return { label: states.refused, tone: 'bad' };
  return hasData ? { label: states.ready, tone: 'done' } : { label: states.needsData, tone: 'waiting' };
}

function useAnalysisState(data: PlaceState): PlaceState {
  const status = useAnalysis((state) => state.status);
  const failed = useAnalysis(({ problem }) => problem !== null);
  const share = useAnalysis(({ progress }) => (progress === null ? null : Math.floor(shareDone(progress) * 100) / 100));
  if (status === 'cancelling') return { label: states.cancelling, tone: 'busy' };
  if (status === 'paused') return { label: states.paused(formatShare(share ?? 0, 0)), tone: 'waiting' };
  if (status === 'running') return { label: share === null ? states.starting : formatShare(share, 0), tone: 'busy' };
  if (failed) return { label: states.failed, tone: 'bad' };
  if (status === 'done') return { label: states.done, tone: 'done' };
  return data.tone === 'done' ? { label: states.ready, tone: 'ready' } : { label: states.needsFiles, tone: 'waiting' };
}

function usePruneState(analysis: PlaceState): PlaceState {
  const failed = usePrune(({ problem }) => problem !== null);
  const planned = usePrune(({ plan }) => plan !== null);
  const exporting = useExport(({ running }) => running);
  const isExported = useExport(({ exported }) => exported !== null);
  if (analysis.tone !== 'done') return { label: states.needsAnalysis, tone: 'waiting' };
  if (exporting) return { label: states.exporting, tone: 'busy' };
  if (failed) return { label: states.failed, tone: 'bad' };
  if (isExported) return { label: states.exported, tone: 'done' };
  return planned ? { label: states.ready, tone: 'ready' } : { label: states.planning, tone: 'busy' };
}

export function usePlaceStates(): Readonly<Record<PlaceId, PlaceState>> {
  const data = useDataState();
  const analysis = useAnalysisState(data);
  return { data, analysis, prune: usePruneState(analysis) };
}
