import { formatMeasure, formatShare } from '../../format';
import { asCss, colourAt, inkOn } from './colour-maps';
import { valueOf, type Weight } from './grid';
import type { Quantity } from './quantities';
import type { Scale } from './scale';
import { text } from '../../text';

interface CellProps {
  readonly weights: readonly Weight[];
  readonly quantity: Quantity;
  readonly scale: Scale;
  readonly span?: number;
  /** Place in the grid, for the arrow keys. */
  readonly place: string;
  readonly isTabStop: boolean;
  readonly onShow: (weights: readonly Weight[], place: string) => void;
}

export const formatValue = (value: number, { scale }: Quantity): string => (scale === 'share' ? formatShare(value) : formatMeasure(value));

export function HeatmapCell({ weights, quantity, scale, span = 1, place, isTabStop, onShow }: CellProps) {
  const value = valueOf(weights, quantity);
  const colour = value === null ? null : colourAt(quantity.map, scale.place(value));
  const show = (): void => onShow(weights, place);
  return (
    <td
      role="gridcell"
      colSpan={span}
      className={colour === null ? 'cell none' : 'cell'}
      style={colour === null ? {} : { backgroundColor: asCss(colour), color: inkOn(colour) }}
      data-place={place}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={show}
      onPointerEnter={show}
    >
      <span className="cell-value">{value === null ? text.common.unknown : formatValue(value, quantity)}</span>
    </td>
  );
}
