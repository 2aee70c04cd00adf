import { ExportPanel } from '../export/export-panel';
import { Place } from '../frame/place';
import { useAnalysis } from '../stores/analysis-store';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { HeatmapPanel } from './heatmap/heatmap-panel';
import { LayerTable } from './layer-table';
import { MaskForm } from './mask-form';
import { NothingYet } from './nothing-yet';
import { ScoringForm } from './scoring-form';

/** A sidebar of settings, which scrolls on its own, and what they do beside it. */
export function PrunePlace() {
  const model = useModel(({ summary }) => summary);
  const analysis = useAnalysis(({ summary }) => summary);
  const { plan, problem, dismissProblem } = usePrune();
  return (
    <Place id="prune">
      {model === null || analysis === null ? (
        <NothingYet />
      ) : (
        <div className="columns prune-columns">
          <div className="sidebar">
            <Panel title={text.prune.settings}>
              <MaskForm model={model} />
              <ScoringForm />
            </Panel>
          </div>
          <div className="stack">
            <Problem title={text.prune.noPlan} report={problem} onDismiss={dismissProblem} />
            <HeatmapPanel model={model} analysis={analysis} plan={plan} />
            {plan !== null && <LayerTable plan={plan} />}
            <ExportPanel model={model} />
          </div>
        </div>
      )}
    </Place>
  );
}
