import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import type { ModelSummary } from '../../core/engine/types';
import { useCompare } from '../stores/compare-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { Panel } from '../ui/panel';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';
import { MeasureBoth } from './measure-both';
import { OverlapPanel } from './overlap-panel';
import { SettingsTable } from './settings-table';

const words = text.compare;

/** Pinned settings beside those that are being tuned: what differs, and which weights only one of them prunes. */
export function CompareTab({ model }: { readonly model: ModelSummary }) {
  const { pinned, overlaps, problem, pin, unpin, swap, restore, refresh } = useCompare();
  const { plan, planned } = usePrune();
  useEffect(() => {
    if (pinned !== null && planned !== null) void refresh(planned);
  }, [pinned, planned, refresh]);
  return (
    <>
      <Panel title={words.title}>
        <div className="actions">
          <Button className={pinned === null ? 'button primary' : 'button'} isDisabled={plan === null} onPress={pin}>
            {pinned === null ? words.pin : words.pinAgain}
          </Button>
          {pinned !== null && (
            <>
              <Button className="button" onPress={swap}>
                {words.swap}
              </Button>
              <Button className="button" onPress={restore}>
                {words.restore}
              </Button>
              <Button className="button quiet" onPress={unpin}>
                {words.unpin}
              </Button>
            </>
          )}
        </div>
        {pinned === null ? (
          <p className="help">{words.nothing}</p>
        ) : (
          <>
            <SettingsTable pinned={pinned} />
            <MeasureBoth a={pinned.settings} />
          </>
        )}
      </Panel>
      <Problem title={words.failed} report={problem} onDismiss={unpin} />
      {pinned !== null &&
        problem === null &&
        (overlaps === null ? <Progress label={words.working} share={null} /> : <OverlapPanel model={model} overlaps={overlaps} />)}
    </>
  );
}
