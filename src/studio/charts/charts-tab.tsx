import { useEffect } from 'react';
import type { AnalysisSummary, ModelSummary } from '../../core/engine/types';
import { useAnalysis } from '../stores/analysis-store';
import { useCharts } from '../stores/chart-store';
import { usePrune } from '../stores/prune-store';
import { AlignmentChart } from './alignment-chart';
import { AllocationChart } from './allocation-chart';
import { FisherChart } from './fisher-chart';
import { LossesChart } from './losses-chart';
import { ScoreChart } from './score-chart';

interface ChartsTabProps {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
}

/** Every chart of the plan and of the analysis. Only summaries are drawn, never weights. */
export default function ChartsTab({ model, analysis }: ChartsTabProps) {
  const { plan, planned } = usePrune();
  const losses = useAnalysis((state) => state.losses);
  const { histogram, other, refresh } = useCharts();
  useEffect(() => {
    if (planned !== null) void refresh(planned);
  }, [planned, refresh]);
  return (
    <div className="charts">
      {histogram !== null && <ScoreChart histogram={histogram} />}
      {plan !== null && <AllocationChart model={model} plan={plan} other={other} />}
      <FisherChart model={model} analysis={analysis} />
      <AlignmentChart model={model} analysis={analysis} />
      <LossesChart losses={losses} />
    </div>
  );
}
