import { Button } from 'react-aria-components';
import { formatShare } from '../format';
import { LeaveOutUsed } from '../quality/leave-out-used';
import { type EvidenceKind, useEvidence } from '../stores/evidence-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';

interface WorkStateProps {
  readonly kind: EvidenceKind;
  readonly label: string;
  readonly stopped: string;
}

/** How far a piece of work is, with a button that ends it, or why it ended. */
export function WorkState({ kind, label, stopped }: WorkStateProps) {
  const { work, problem, cancel, dismiss } = useEvidence();
  const report = problem?.kind === kind ? problem.report : null;
  return (
    <>
      {work?.kind === kind && (
        <div className="work-state">
          <Progress label={label} share={work.share} text={formatShare(work.share)} />
          <Button className="button quiet" onPress={cancel}>
            {text.evidence.cancel}
          </Button>
        </div>
      )}
      <Problem title={stopped} report={report} onDismiss={dismiss}>
        <LeaveOutUsed report={report} onLeftOut={dismiss} />
      </Problem>
    </>
  );
}
