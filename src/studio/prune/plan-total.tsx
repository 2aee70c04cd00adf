import type { PrunePlan } from '../../core/engine/types';
import { formatCount, formatShare } from '../format';
import { ShareBar } from '../ui/share-bar';

/** The headline: how many of the chosen weights become zero. */
export function PlanTotal({ plan, planning }: { readonly plan: PrunePlan; readonly planning: boolean }) {
  const share = plan.total === 0 ? 0 : plan.zeros / plan.total;
  return (
    <div className="plan-total" role="status" aria-label="Plan" data-state={planning ? 'pending' : 'current'}>
      <p>
        <strong>{formatCount(plan.zeros)}</strong> of <strong>{formatCount(plan.total)}</strong> weights become zero
        <span className="plan-share">{formatShare(share)}</span>
      </p>
      <ShareBar share={share} />
    </div>
  );
}
