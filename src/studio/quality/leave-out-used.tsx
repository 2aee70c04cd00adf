import { Button } from 'react-aria-components';
import type { ErrorReport } from '../../core/errors';
import { useQuality } from '../stores/quality-store';
import { text } from '../text';

interface LeaveOutUsedProps {
  readonly report: ErrorReport | null;
  /** What to go on with. */
  readonly onLeftOut: () => void;
}

/** The other answer to held-out records that the analysis used: to measure without them. */
export function LeaveOutUsed({ report, onLeftOut }: LeaveOutUsedProps) {
  const leaveOutUsed = useQuality((state) => state.leaveOutUsed);
  if (report?.code !== 'CALIBRATION_LEAK') return null;
  return (
    <Button className="button" onPress={() => void leaveOutUsed().then((enough) => enough && onLeftOut())}>
      {text.quality.leaveOut}
    </Button>
  );
}
