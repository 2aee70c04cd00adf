import { Button } from 'react-aria-components';
import { METHODS } from '../../../core/gaprune/methods';
import { formatShare } from '../../format';
import { missingFor, useInputs } from '../../stores/inputs-store';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { Problem } from '../../ui/problem';
import { Progress } from '../../ui/progress';

const words = text.tuning.inputs;

/** What the chosen method takes beyond an analysis, and the button that measures it. */
export function MethodInputs({ isDisabled }: { readonly isDisabled: boolean }) {
  const method = usePrune(({ scoring }) => scoring.method);
  const { known, share, problem, measure, cancel, dismiss } = useInputs();
  const missing = missingFor(method, known);
  if (missing === 'none') return null;
  return (
    <div className="method-inputs">
      <p className="help warning">{words.missing(METHODS[method].label)}</p>
      {share === null ? (
        <Button className="button primary" isDisabled={isDisabled} onPress={() => void measure(missing)}>
          {words.measure}
        </Button>
      ) : (
        <>
          <Progress label={words.measuring} share={share} text={formatShare(share)} />
          <Button className="button quiet" onPress={cancel}>
            {words.cancel}
          </Button>
        </>
      )}
      <Problem title={words.stopped} report={problem} onDismiss={dismiss} />
    </div>
  );
}
