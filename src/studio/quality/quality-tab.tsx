import { Suspense, lazy } from 'react';
import { Button, SwitchButton, SwitchField } from 'react-aria-components';
import { RecommendPanel } from '../evidence/recommend-panel';
import { ReportPanel } from '../evidence/report-panel';
import { SensitivityPanel } from '../evidence/sensitivity-panel';
import { formatCount } from '../format';
import { useAnalysis } from '../stores/analysis-store';
import { usePrune } from '../stores/prune-store';
import { useQuality } from '../stores/quality-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { ComparisonTable } from './comparison-table';
import { ExplanationPanel } from './explanation-panel';
import { HeldOut } from './held-out';
import { LeaveOutUsed } from './leave-out-used';
import { useOutdated } from './use-outdated';

/** Recharts is large, and comes with the panels that draw. */
const CurvePanel = lazy(() => import('../evidence/curve-panel'));
const RefinePanel = lazy(() => import('../evidence/refine-panel'));

/** What the settings keep, measured; and why they prune what they prune. */
export function QualityTab() {
  const { quality, setProblem, follows, measure, cancel, follow, dismiss } = useQuality();
  const isDisabled = usePrune((state) => state.plan === null);
  const isOutdated = useOutdated(quality);
  const isUnknown = useAnalysis(({ summary }) => Object.values(summary?.imported?.sets ?? {}).includes(null));
  const { result, progress, problem } = quality;
  return (
    <>
      <Panel title={text.quality.title}>
        <p className="help">{text.quality.lead}</p>
        {isUnknown && <p className="help">{text.quality.unknownSets}</p>}
        <HeldOut isDisabled={progress !== null} />
        <Problem title={text.quality.setProblem} report={setProblem} onDismiss={dismiss} />
        <div className="actions">
          <Button className="button primary" isDisabled={isDisabled || progress !== null} onPress={() => void measure()}>
            {result === null ? text.quality.measure : text.quality.again}
          </Button>
          {progress !== null && (
            <Button className="button quiet" onPress={cancel}>
              {text.quality.cancel}
            </Button>
          )}
          <SwitchField isSelected={follows} onChange={follow}>
            <SwitchButton className="switch">
              <span className="switch-track" aria-hidden="true" />
              {text.quality.follow}
            </SwitchButton>
          </SwitchField>
        </div>
        <Problem title={text.quality.stopped} report={problem} onDismiss={dismiss}>
          <LeaveOutUsed report={problem} onLeftOut={() => void measure()} />
        </Problem>
        {progress !== null && (
          <Progress
            label={text.quality.measuring}
            share={progress.total === 0 ? 0 : progress.done / progress.total}
            text={text.quality.texts(formatCount(progress.done), formatCount(progress.total))}
          />
        )}
        {result !== null && (
          <>
            {isOutdated && <p className="outdated">{text.quality.outdated}</p>}
            <div className="comparisons">
              <ComparisonTable role="domain" report={result.domain} />
              <ComparisonTable role="general" report={result.general} />
            </div>
          </>
        )}
      </Panel>
      <RecommendPanel isDisabled={isDisabled} />
      <Suspense fallback={<Progress label={text.charts.loading} share={null} />}>
        <CurvePanel isDisabled={isDisabled} />
        <RefinePanel isDisabled={isDisabled} />
      </Suspense>
      <SensitivityPanel isDisabled={isDisabled} />
      <ExplanationPanel isDisabled={isDisabled} />
      <ReportPanel isDisabled={isDisabled} />
    </>
  );
}
