import { Button } from 'react-aria-components';
import { Place } from '../frame/place';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { useSessions } from '../stores/session-store';
import { text } from '../text';
import { Notice } from '../ui/notice';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { useView } from '../url-state/view-store';
import { LayersPanel } from './layers-panel';
import { LossPanel } from './loss-panel';
import { ProgressView } from './progress-view';
import { useObstacle } from './readiness';
import { ResultLine } from './result-line';
import { RunButtons } from './run-buttons';
import { SaveRun } from './save-run';
import { SettingsForm } from './settings-form';
import { WorkPlan } from './work-plan';

/** Settings beside the work: what will be done, how far it is, and what comes out while it runs. */
export function AnalysisPlace() {
  const { status, progress, summary, problem, incidents, dismissProblem } = useAnalysis();
  const go = useView((state) => state.go);
  const { problem: sessionProblem, dismissProblem: dismissSessionProblem } = useSessions();
  const obstacle = useObstacle();
  const running = isRunning(status);
  const overcome = incidents.filter((incident) => incident !== 'unkept');
  const isPlanned = !running && summary === null;
  return (
    <Place id="analysis">
      <div className="columns analysis-columns">
        <Panel title={text.analysis.settings}>
          <SettingsForm />
          <RunButtons />
        </Panel>
        <div className="stack">
          <Panel title={text.analysis.progress} note={isPlanned ? text.analysis.plan.title : undefined} className="progress-panel">
            <Problem title={text.analysis.stopped} report={problem} onDismiss={dismissProblem} />
            {overcome.length > 0 && (
              <Notice title={text.analysis.incidentsTitle} lines={overcome.map((incident) => text.analysis.incidents[incident])} />
            )}
            {incidents.includes('unkept') && <Notice title={text.analysis.unkeptTitle} lines={[text.analysis.incidents.unkept]} />}
            {status === 'cancelled' && <p className="empty">{text.analysis.cancelled}</p>}
            {status === 'idle' && obstacle !== null && <p className="empty">{obstacle}</p>}
            {running && <ProgressView progress={progress} status={status} />}
            {isPlanned && <WorkPlan />}
            {summary !== null && (
              <>
                <ResultLine summary={summary} />
                <Problem
                  title={text.sessions.unkept}
                  report={sessionProblem?.code === 'SESSION_STORAGE' ? sessionProblem : null}
                  onDismiss={dismissSessionProblem}
                />
                <div className="actions">
                  <Button className="button primary" onPress={() => go('prune')}>
                    {text.frame.goTo(text.frame.places.prune.title)}
                  </Button>
                  <SaveRun />
                </div>
              </>
            )}
          </Panel>
          <div className="columns live-columns">
            <LayersPanel />
            <LossPanel />
          </div>
        </div>
      </div>
    </Place>
  );
}
