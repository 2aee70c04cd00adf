import { Button } from 'react-aria-components';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { useBusy } from '../stores/busy';
import { text } from '../text';
import { useObstacle } from './readiness';

/** Analyse; and while it runs Pause or Resume, and Cancel. All keep their places. */
export function RunButtons() {
  const status = useAnalysis((state) => state.status);
  const { start, setPaused, cancel } = useAnalysis.getState();
  const busy = useBusy();
  const obstacle = useObstacle();
  const running = isRunning(status);
  return (
    <div className="actions">
      <Button className="button primary" isDisabled={busy || obstacle !== null} onPress={() => void start()}>
        {text.analysis.analyse}
      </Button>
      <Button className="button" isDisabled={!running || status === 'cancelling'} onPress={() => void setPaused(status === 'running')}>
        {status === 'paused' ? text.analysis.resume : text.analysis.pause}
      </Button>
      <Button className="button" isDisabled={!running || status === 'cancelling'} onPress={() => void cancel()}>
        {text.analysis.cancel}
      </Button>
    </div>
  );
}
