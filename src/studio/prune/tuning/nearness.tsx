import { EQUALS_MAGNITUDE } from '../../../core/explain/explain';
import { formatShare } from '../../format';
import { useNearness } from '../../stores/nearness-store';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';

/** Says where the method is chosen that it comes to magnitude pruning, when it does. */
export function Nearness() {
  const overlap = useNearness((state) => state.magnitudeOverlap);
  const { scoring, mask } = usePrune();
  if (overlap === null || overlap < EQUALS_MAGNITUDE || scoring.method === 'magnitude' || mask.sparsity === 0) return null;
  return (
    <p className="help warning" role="status">
      {text.tuning.equalsMagnitude(formatShare(overlap))}
    </p>
  );
}
