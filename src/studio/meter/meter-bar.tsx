import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import type { ModelSummary, PrunePlan } from '../../core/engine/types';
import { sizeOf } from '../../core/tensor';
import { formatBytes, formatCount, formatShare } from '../format';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { useSizes } from '../stores/sizes-store';
import { text } from '../text';
import { ShareBar } from '../ui/share-bar';
import { SizeTable } from './size-table';

/** What the plan removes and what that is worth, in view on every place. */
export function MeterBar() {
  const model = useModel(({ summary }) => summary);
  const plan = usePrune((state) => state.plan);
  if (model === null || plan === null) {
    return <footer className="meter-bar">{model === null ? text.meter.noModel : text.meter.noPlan(model.name)}</footer>;
  }
  return <Meter model={model} plan={plan} />;
}

function Meter({ model, plan }: { readonly model: ModelSummary; readonly plan: PrunePlan }) {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const { scoring, mask, planning } = usePrune();
  const { sizes, measured } = useSizes();
  const isMeasured = measured?.scoring === scoring && measured.mask === mask;
  const share = plan.total === 0 ? 0 : plan.zeros / plan.total;
  const elements = model.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return (
    <footer className="meter-bar with-plan">
      {isOpen && (
        <div id={details} className="meter-details">
          <SizeTable model={model} zeros={plan.zeros} sizes={sizes} isCurrent={isMeasured} />
          <p className="honest">
            <strong>{text.meter.honest.claim}</strong> {text.meter.honest.detail}
          </p>
        </div>
      )}
      <div className="meter-line">
        <p role="status" aria-label={text.meter.label} data-state={planning ? 'pending' : 'current'}>
          <strong>{formatCount(plan.zeros)}</strong> {text.meter.of} <strong>{formatCount(plan.total)}</strong>{' '}
          <span className="meter-words">{text.meter.becomeZero}</span>
          <span className="plan-share">{formatShare(share)}</span>
        </p>
        <ShareBar share={share} />
        <span className="meter-model">{text.meter.ofModel(formatShare(plan.zeros / Math.max(1, elements)))}</span>
        <span className="meter-sizes" data-state={isMeasured ? 'current' : 'pending'}>
          <span className="meter-disk">
            {formatBytes(model.sizeBytes)} {text.meter.onDisk}
          </span>
          {sizes !== null && (
            <span>
              {formatBytes(sizes.original.compressed)} → <strong>{formatBytes(sizes.pruned.compressed)}</strong> {text.meter.compressed}
            </span>
          )}
        </span>
        <Button
          className="button quiet meter-more"
          aria-expanded={isOpen}
          {...(isOpen ? { 'aria-controls': details } : {})}
          onPress={() => setOpen(!isOpen)}
        >
          {text.meter.details}
          <span aria-hidden="true" className="chevron" />
        </Button>
      </div>
    </footer>
  );
}
