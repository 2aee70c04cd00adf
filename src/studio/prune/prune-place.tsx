import { Place } from '../frame/place';
import { useAnalysis } from '../stores/analysis-store';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { NothingYet } from './nothing-yet';
import { PruneTabs } from './tabs/tabs';
import { TuningPanel } from './tuning/tuning-panel';

/** A sidebar of settings, which scrolls on its own, and what they do beside it. */
export function PrunePlace() {
  const model = useModel(({ summary }) => summary);
  const analysis = useAnalysis(({ summary }) => summary);
  const { problem, dismissProblem } = usePrune();
  return (
    <Place id="prune">
      {model === null || analysis === null ? (
        <NothingYet />
      ) : (
        <div className="columns prune-columns">
          <div className="sidebar">
            <TuningPanel model={model} />
          </div>
          <div className="stack">
            {problem?.code !== 'MISSING_INPUTS' && <Problem title={text.prune.noPlan} report={problem} onDismiss={dismissProblem} />}
            <PruneTabs model={model} analysis={analysis} />
          </div>
        </div>
      )}
    </Place>
  );
}
