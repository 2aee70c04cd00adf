import { asGradient } from './colour-maps';
import { formatValue } from './cell';
import type { Quantity } from './quantities';
import type { Scale } from './scale';

export function Legend({ quantity, scale }: { readonly quantity: Quantity; readonly scale: Scale }) {
  return (
    <div className="legend">
      <div className="legend-bar" style={{ backgroundImage: asGradient(quantity.map) }} aria-hidden="true" />
      <div className="legend-marks">
        {scale.marks.map((mark, index) => (
          <span key={index}>{formatValue(mark, quantity)}</span>
        ))}
      </div>
    </div>
  );
}
