import { ExportPanel } from '../export/export-panel';
import { useAnalysis } from '../stores/analysis-store';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { Section } from '../ui/section';
import { HeatmapPanel } from './heatmap/heatmap-panel';
import { LayerTable } from './layer-table';
import { MaskForm } from './mask-form';
import { PlanTotal } from './plan-total';
import { ScoringForm } from './scoring-form';

export function PruneSection() {
  const model = useModel(({ summary }) => summary);
  const analysis = useAnalysis(({ summary }) => summary);
  const { plan, planning, problem, dismissProblem } = usePrune();
  return (
    <Section
      id="prune"
      step={3}
      title="Prune & export"
      lead="The weights with the lowest importance become zero. Nothing is written before you export."
    >
      {model === null || analysis === null ? (
        <p className="empty panel">An analysis comes first: its measurements decide what goes.</p>
      ) : (
        <div className="columns prune-columns">
          <div className="stack sticky">
            <Panel title="What goes">
              <MaskForm model={model} />
              <ScoringForm />
            </Panel>
          </div>
          <div className="stack">
            <Problem title="No plan for these settings" report={problem} onDismiss={dismissProblem} />
            {plan === null ? (
              planning && <Progress label="Scoring the weights" share={null} />
            ) : (
              <PlanTotal plan={plan} planning={planning} />
            )}
            <HeatmapPanel model={model} analysis={analysis} plan={plan} />
            {plan !== null && <LayerTable plan={plan} />}
          </div>
        </div>
      )}
      {model !== null && analysis !== null && <ExportPanel model={model} />}
    </Section>
  );
}
