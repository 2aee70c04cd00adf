import { lazy, Suspense } from 'react';
import { Button } from 'react-aria-components';
import { Place } from '../frame/place';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { useView } from '../url-state/view-store';
import { ProgressView } from './progress-view';
import { useObstacle } from './readiness';
import { ResultLine } from './result-line';
import { SaveRun } from './save-run';
import { SettingsForm } from './settings-form';

/** The chart library is a third of the page's code, and nobody sees a chart before an analysis. */
const LossChart = lazy(() => import('./loss-chart'));

export function AnalysisPlace() {
  const { status, progress, losses, summary, problem, start, cancel, dismissProblem } = useAnalysis();
  const go = useView((state) => state.go);
  const obstacle = useObstacle();
  const running = isRunning(status);
  return (
    <Place id="analysis">
      <div className="columns analysis-columns">
        <Panel title={text.analysis.settings}>
          <SettingsForm />
          <div className="actions">
            <Button className="button primary" isDisabled={running || obstacle !== null} onPress={() => void start()}>
              {text.analysis.analyse}
            </Button>
            {running && (
              <Button className="button" isDisabled={status === 'cancelling'} onPress={() => void cancel()}>
                {text.analysis.cancel}
              </Button>
            )}
          </div>
        </Panel>
        <Panel title={text.analysis.progress}>
          <Problem title={text.analysis.stopped} report={problem} onDismiss={dismissProblem} />
          {running && <ProgressView progress={progress} cancelling={status === 'cancelling'} />}
          {status === 'cancelled' && <p className="empty">{text.analysis.cancelled}</p>}
          {status === 'idle' && problem === null && <p className="empty">{obstacle ?? text.analysis.ready}</p>}
          {summary !== null && (
            <>
              <ResultLine summary={summary} />
              <div className="actions">
                <Button className="button primary" onPress={() => go('prune')}>
                  {text.frame.goTo(text.frame.places.prune.title)}
                </Button>
                <SaveRun />
              </div>
            </>
          )}
          {losses.length > 1 && (
            <Suspense fallback={null}>
              <LossChart losses={losses} />
            </Suspense>
          )}
        </Panel>
      </div>
    </Place>
  );
}
