import { TENSOR_QUANTITIES, quantityOf } from '../../../core/tiles/quantities';
import { formatValue } from '../../colour/legend';
import { formatCount } from '../../format';
import { text } from '../../text';
import { valueOf, type Weight } from './grid';

/** Every quantity of the weight under the pointer or the focus. */
export function Details({ weights }: { readonly weights: readonly Weight[] | null }) {
  const [first] = weights ?? [];
  if (weights === null || first === undefined) return <p className="details empty">{text.heatmap.point}</p>;
  return (
    <div className="details">
      <p className="details-name">
        <code>{weights.map(({ name }) => name).join(', ')}</code> <span>{first.shape.map(formatCount).join(' × ')}</span>
      </p>
      <dl className="details-values">
        {TENSOR_QUANTITIES.map(quantityOf).map((quantity) => {
          const value = valueOf(weights, quantity);
          return (
            <div key={quantity.label}>
              <dt>{quantity.label}</dt>
              <dd>{value === null ? text.common.unknown : formatValue(value, quantity)}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
