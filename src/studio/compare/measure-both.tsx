import { Button } from 'react-aria-components';
import type { PruneSettings } from '../../core/engine/tuning-types';
import { formatCount } from '../format';
import { usePrune } from '../stores/prune-store';
import { keyOfSettings, useQuality } from '../stores/quality-store';
import { text } from '../text';
import { Problem } from '../ui/problem';
import { Progress } from '../ui/progress';

/** Measures the quality of A and B, as far as that is not known yet. */
export function MeasureBoth({ a }: { readonly a: PruneSettings }) {
  const { scoring, mask, plan } = usePrune();
  const { quality, measured, measureEach, cancel, dismiss } = useQuality();
  const { progress, problem } = quality;
  const both = [a, { scoring, mask }];
  const isKnown = both.every((settings) => keyOfSettings(settings) in measured);
  return (
    <>
      <div className="actions">
        <Button className="button" isDisabled={isKnown || progress !== null || plan === null} onPress={() => void measureEach(both)}>
          {text.compare.measure}
        </Button>
        {progress !== null && (
          <Button className="button quiet" onPress={cancel}>
            {text.quality.cancel}
          </Button>
        )}
      </div>
      <Problem title={text.quality.stopped} report={problem} onDismiss={dismiss} />
      {progress !== null && (
        <Progress
          label={text.quality.measuring}
          share={progress.total === 0 ? 0 : progress.done / progress.total}
          text={text.quality.texts(formatCount(progress.done), formatCount(progress.total))}
        />
      )}
    </>
  );
}
