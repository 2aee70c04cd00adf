import type { AnalysisSummary, ModelSummary } from '../../core/engine/types';
import { prunableTypes } from '../model/prunable-types';
import { useAnalysis } from './analysis-store';
import { useCompare } from './compare-store';
import { useData } from './data-store';
import { findingsNow, useEvidence } from './evidence-store';
import { useExport } from './export-store';
import { useInputs } from './inputs-store';
import { useModel } from './model-store';
import { useNearness } from './nearness-store';
import { usePrune } from './prune-store';
import { useQuality } from './quality-store';
import { useSessions } from './session-store';
import { useSizes } from './sizes-store';
import { useUnfinishedRecovery } from './unfinished-recovery-store';
import { useUnfinished } from './unfinished-store';
import { whenRested } from '../when-rested';

/** Chosen layer types that the new model lacks would make every plan fail. */
function fitMaskTo(model: ModelSummary): void {
  const { mask, changeMask, forgetHistory } = usePrune.getState();
  const available = prunableTypes(model);
  const kept = mask.layers.filter((type) => available.includes(type));
  const fallback = available.includes('mlp') ? (['mlp'] as const) : available.slice(0, 1);
  const nothingByName = { nameFilter: '', includedWeights: [], excludedWeights: [], overrides: [] };
  changeMask({ layers: kept.length > 0 ? kept : [...fallback], excludedLayers: [], ...nothingByName });
  forgetHistory();
}

/** Share that is put aside of a person's own sets, when they give no held-out records; of small ones nothing, as there is little to measure with. */
const HOLD_OUT = { share: 0.1, fromRecords: 50 } as const;

/** New sets, or held-out records of their own, change what should be put aside. */
function suggestHoldOut(): void {
  const { general, domain } = useData.getState();
  const sets = [general, domain];
  const isOwn = sets.some(({ summary, isBuiltIn }) => summary !== null && !isBuiltIn);
  const isEnough = sets.every(({ summary }) => (summary?.records ?? 0) >= HOLD_OUT.fromRecords);
  const { heldOut } = useQuality.getState();
  const isGiven = Object.values(heldOut).some((set) => set?.source === 'own');
  useAnalysis.getState().change({ holdOut: isOwn && isEnough && !isGiven ? HOLD_OUT.share : 0 });
}

/** A max length that the new model does not take would be refused, and beyond its own limit texts are not what it was trained on. */
function fitLengthTo({ maxPositions, maxSequence }: ModelSummary): void {
  const { settings, change } = useAnalysis.getState();
  const most = Math.min(maxPositions ?? Infinity, maxSequence ?? Infinity);
  if (most < settings.maxLength) change({ maxLength: Math.max(4, most) });
}

/** A finished analysis is kept in the browser; one that comes from a session is there already. */
function keepAnalysis(summary: AnalysisSummary | null): void {
  const { busy, leave, keep } = useSessions.getState();
  leave();
  if (summary !== null && busy?.work !== 'opening') void keep();
}

/** Settings go into the session once they have rested for this long. */
const REST_MS = 1000;
const keepSettings = whenRested(() => void useSessions.getState().keepSettings(), REST_MS);

/** Compressing takes seconds: it begins once the plan has rested. */
const MEASURE_AFTER_MS = 500;
const measureSizes = whenRested(() => {
  const { planned } = usePrune.getState();
  if (planned !== null) void useSizes.getState().measure(planned);
}, MEASURE_AFTER_MS);

const measureNearness = whenRested(() => {
  const { planned } = usePrune.getState();
  if (planned !== null) void useNearness.getState().measure(planned);
}, MEASURE_AFTER_MS);

/** A measurement embeds every held-out text: it begins, where it is asked to, once the plan has rested. */
const measureQuality = whenRested(() => {
  const { follows, measure } = useQuality.getState();
  if (follows) void measure();
}, MEASURE_AFTER_MS);

/**
 * What follows from what, in one place: model and data → analysis → plan → export. Everything behind a change is out of date.
 * Returns a function that undoes the wiring.
 */
export function wireStores(): () => void {
  const undo = [
    useModel.subscribe((now, before) => {
      if (now.summary === before.summary || now.summary === null) return;
      useAnalysis.getState().reset();
      fitMaskTo(now.summary);
      fitLengthTo(now.summary);
      const { query: queryPrompt, document: documentPrompt } = now.summary.prompts;
      useAnalysis.getState().change({ queryPrompt, documentPrompt });
    }),
    useData.subscribe((now, before) => {
      if (now.general.summary !== before.general.summary || now.domain.summary !== before.domain.summary) {
        useAnalysis.getState().reset();
        suggestHoldOut();
      }
    }),
    useAnalysis.subscribe((now, before) => {
      // What begins takes the place of what was left off.
      if (now.status === 'running' && before.status !== 'running' && before.status !== 'paused') useUnfinished.getState().forget();
    }),
    useAnalysis.subscribe((now, before) => {
      if (now.summary === before.summary) return;
      usePrune.getState().forget();
      useExport.getState().forget();
      useSizes.getState().forget();
      useQuality.getState().forget();
      useEvidence.getState().forget();
      useInputs.getState().forget();
      useNearness.getState().forget();
      useCompare.getState().unpin();
      useUnfinishedRecovery.getState().forget();
      if (now.summary !== null) {
        void usePrune.getState().refresh();
        void useUnfinishedRecovery.getState().look();
      }
      keepAnalysis(now.summary);
    }),
    useEvidence.subscribe((now, before) => {
      const [is, was] = [now, before].map(({ work }) => work?.kind === 'refine');
      if (is === was) return;
      if (is === true) useUnfinishedRecovery.getState().forget();
      // One that failed may be there to go on with, and one from before an update alone is.
      else void useUnfinishedRecovery.getState().look();
    }),
    useEvidence.subscribe((now, before) => {
      const isSame = now.curve === before.curve && now.sensitivity === before.sensitivity && now.recommendation === before.recommendation;
      if (!isSame && findingsNow() !== null) keepSettings();
    }),
    useQuality.subscribe((now, before) => {
      const own = ({ heldOut }: typeof now): boolean => Object.values(heldOut).some((set) => set?.source === 'own');
      if (own(now) !== own(before) && useAnalysis.getState().summary === null) suggestHoldOut();
    }),
    usePrune.subscribe((now, before) => {
      if (now.planned !== before.planned && now.planned !== null) {
        measureSizes();
        measureNearness();
        measureQuality();
      }
    }),
    usePrune.subscribe((now, before) => {
      if (now.scoring === before.scoring && now.mask === before.mask) return;
      if (useAnalysis.getState().summary !== null) void now.refresh();
      keepSettings();
    }),
  ];
  return () => undo.forEach((stop) => stop());
}
