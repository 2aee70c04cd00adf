import { formatCount } from '../../format';
import { formatValue } from './cell';
import { valueOf, type Weight } from './grid';
import { quantities, type Quantity } from './quantities';
import { text } from '../../text';

/** Every quantity of the weight under the pointer or the focus. */
export function Details({ weights }: { readonly weights: readonly Weight[] | null }) {
  const [first] = weights ?? [];
  if (weights === null || first === undefined) return <p className="details empty">{text.heatmap.point}</p>;
  const entries: [string, Quantity][] = Object.entries(quantities);
  return (
    <div className="details">
      <p className="details-name">
        <code>{weights.map(({ name }) => name).join(', ')}</code> <span>{first.shape.map(formatCount).join(' × ')}</span>
      </p>
      <dl className="details-values">
        {entries.map(([key, quantity]) => {
          const value = valueOf(weights, quantity);
          return (
            <div key={key}>
              <dt>{quantity.label}</dt>
              <dd>{value === null ? text.common.unknown : formatValue(value, quantity)}</dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
