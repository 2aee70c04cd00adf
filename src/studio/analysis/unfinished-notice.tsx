import { Button } from 'react-aria-components';
import { formatCount, formatDate } from '../format';
import { useBusy } from '../stores/busy';
import { useUnfinished } from '../stores/unfinished-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { useView } from '../url-state/view-store';

const { unfinished: words } = text.analysis;

/** Offers to go on with an analysis that a reload or a crash cut. */
export function UnfinishedNotice() {
  const { offer, opening, problem, resume, discard, dismissProblem } = useUnfinished();
  const go = useView((state) => state.go);
  const busy = useBusy();
  return (
    <>
      <Problem title={words.problem} report={problem} onDismiss={dismissProblem} />
      {offer !== null && (
        <div className="notice" role="region" aria-label={words.title}>
          <div className="problem-text">
            <strong>{words.title}</strong>
            <p>{words.what(offer.modelName, nameOf(offer.domain), nameOf(offer.general))}</p>
            <p>{words.where(formatCount(offer.done), formatCount(offer.total), formatDate(offer.savedAt))}</p>
          </div>
          <div className="actions">
            <Button
              className="button primary"
              isDisabled={busy || opening}
              onPress={() => void resume().then((goesOn) => goesOn && go('analysis'))}
            >
              {opening ? words.opening : words.resume}
            </Button>
            <Button className="button quiet" isDisabled={opening} onPress={() => void discard()}>
              {words.discard}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}

const nameOf = (path: string): string => path.replace(/^.*[\\/]/, '');
