import { formatCount, formatDate } from '../format';
import { useBusy } from '../stores/busy';
import { useEvidence } from '../stores/evidence-store';
import { useUnfinishedRecovery } from '../stores/unfinished-recovery-store';
import { text } from '../text';
import { UnfinishedOffer } from '../ui/unfinished-offer';
import { useView } from '../url-state/view-store';

const { unfinished: words } = text.evidence;

/** Offers to go on with a fine-tuning of the open analysis that a reload or a crash cut. */
export function UnfinishedRecoveryNotice() {
  const { offer, problem, resume, discard, dismissProblem } = useUnfinishedRecovery();
  const isWorking = useEvidence(({ work }) => work !== null);
  const { go, change } = useView();
  const isBusy = useBusy();
  const show = (): void => {
    go('prune');
    change({ tab: 'quality' });
  };
  return (
    <UnfinishedOffer
      title={words.title}
      lines={offer && [words.where(formatCount(offer.done), formatCount(offer.recovery.steps), formatDate(offer.savedAt))]}
      problem={{ title: words.problem, report: problem }}
      isDisabled={isBusy || isWorking}
      onResume={() => {
        show();
        resume();
      }}
      onDiscard={() => void discard()}
      onDismiss={dismissProblem}
    />
  );
}
