import { formatCount, formatDate } from '../format';
import { useBusy } from '../stores/busy';
import { useUnfinished } from '../stores/unfinished-store';
import { text } from '../text';
import { UnfinishedOffer } from '../ui/unfinished-offer';
import { useView } from '../url-state/view-store';

const { unfinished: words } = text.analysis;

/** Offers to go on with an analysis that a reload or a crash cut. */
export function UnfinishedNotice() {
  const { offer, opening, problem, resume, discard, dismissProblem } = useUnfinished();
  const go = useView((state) => state.go);
  const lines = offer && [
    words.what(offer.modelName, nameOf(offer.domain), nameOf(offer.general)),
    words.where(formatCount(offer.done), formatCount(offer.total), formatDate(offer.savedAt)),
  ];
  return (
    <UnfinishedOffer
      title={words.title}
      lines={lines}
      problem={{ title: words.problem, report: problem }}
      opening={opening}
      isDisabled={useBusy()}
      onResume={() => void resume().then((goesOn) => goesOn && go('analysis'))}
      onDiscard={() => void discard()}
      onDismiss={dismissProblem}
    />
  );
}

const nameOf = (path: string): string => path.replace(/^.*[\\/]/, '');
