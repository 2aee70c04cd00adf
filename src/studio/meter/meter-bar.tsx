import { formatCount, formatShare } from '../format';
import { useModel } from '../stores/model-store';
import { usePrune } from '../stores/prune-store';
import { text } from '../text';
import { ShareBar } from '../ui/share-bar';

/** What the plan removes, in view on every place. */
export function MeterBar() {
  const model = useModel(({ summary }) => summary);
  const { plan, planning } = usePrune();
  if (plan === null) {
    return <footer className="meter-bar">{model === null ? text.meter.noModel : text.meter.noPlan(model.name)}</footer>;
  }
  const share = plan.total === 0 ? 0 : plan.zeros / plan.total;
  return (
    <footer className="meter-bar">
      <p role="status" aria-label={text.meter.label} data-state={planning ? 'pending' : 'current'}>
        <strong>{formatCount(plan.zeros)}</strong> {text.meter.of} <strong>{formatCount(plan.total)}</strong> {text.meter.becomeZero}
        <span className="plan-share">{formatShare(share)}</span>
      </p>
      <ShareBar share={share} />
    </footer>
  );
}
