import { lazy, Suspense } from 'react';
import { Button } from 'react-aria-components';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Section } from '../ui/section';
import { ProgressView } from './progress-view';
import { useObstacle } from './readiness';
import { ResultLine } from './result-line';
import { SaveRun } from './save-run';
import { SettingsForm } from './settings-form';

/** The chart library is a third of the page's code, and nobody sees a chart before an analysis. */
const LossChart = lazy(() => import('./loss-chart'));

export function AnalysisSection() {
  const { status, progress, losses, summary, problem, start, cancel, dismissProblem } = useAnalysis();
  const obstacle = useObstacle();
  const running = isRunning(status);
  return (
    <Section
      id="analysis"
      step={2}
      title="Analysis"
      lead="Both sets run through the model and back. Fisher information and the alignment of the gradients are summed per weight, on this machine."
    >
      <div className="columns analysis-columns">
        <Panel title="Settings">
          <SettingsForm />
          <div className="actions">
            <Button className="button primary" isDisabled={running || obstacle !== null} onPress={() => void start()}>
              Analyse
            </Button>
            {running && (
              <Button className="button" isDisabled={status === 'cancelling'} onPress={() => void cancel()}>
                Cancel
              </Button>
            )}
          </div>
        </Panel>
        <Panel title="Progress">
          <Problem title="The analysis stopped" report={problem} onDismiss={dismissProblem} />
          {running && <ProgressView progress={progress} cancelling={status === 'cancelling'} />}
          {status === 'cancelled' && <p className="empty">Cancelled. Nothing was kept; the files are still open.</p>}
          {status === 'idle' && problem === null && <p className="empty">{obstacle ?? 'Ready. Press Analyse.'}</p>}
          {summary !== null && <ResultLine summary={summary} />}
          {summary !== null && <SaveRun />}
          {losses.length > 1 && (
            <Suspense fallback={null}>
              <LossChart losses={losses} />
            </Suspense>
          )}
        </Panel>
      </div>
    </Section>
  );
}
