import { Button } from 'react-aria-components';
import type { ModelSummary } from '../../../core/engine/types';
import { useBusy } from '../../stores/busy';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { Panel } from '../../ui/panel';
import { MaskForm } from './mask-form';
import { Overrides } from './overrides';
import { Presets } from './presets';
import { ScoringForm } from './scoring-form';
import { WeightChoice } from './weight-choice';

/** Every setting of a plan. What is changed here is planned at once, and can be undone. */
export function TuningPanel({ model }: { readonly model: ModelSummary }) {
  const { history, undo, redo } = usePrune();
  const isDisabled = useBusy();
  return (
    <Panel
      title={text.tuning.title}
      actions={
        <>
          <Button
            className="button quiet icon"
            aria-label={text.tuning.undo}
            isDisabled={isDisabled || history.past.length === 0}
            onPress={undo}
          >
            ↶
          </Button>
          <Button
            className="button quiet icon"
            aria-label={text.tuning.redo}
            isDisabled={isDisabled || history.future.length === 0}
            onPress={redo}
          >
            ↷
          </Button>
        </>
      }
    >
      <MaskForm model={model} />
      <WeightChoice model={model} />
      <Overrides model={model} />
      <ScoringForm />
      <Presets />
    </Panel>
  );
}
