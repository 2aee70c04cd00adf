import type { Quantity } from '../../../core/tiles/quantities';
import { formatValue } from '../../colour/legend';
import { asCss, colourAt, inkOn } from '../../colour/maps';
import type { Scale } from '../../colour/scale';
import { isHighlighted, useHighlight } from '../../stores/highlight-store';
import { text } from '../../text';
import { valueOf, type Weight } from './grid';

interface CellProps {
  readonly weights: readonly Weight[];
  readonly quantity: Quantity;
  readonly scale: Scale;
  readonly span?: number;
  /** Place in the grid, for the arrow keys. */
  readonly place: string;
  readonly isTabStop: boolean;
  readonly onShow: (weights: readonly Weight[], place: string) => void;
  readonly onOpen: (name: string) => void;
}

export function HeatmapCell({ weights, quantity, scale, span = 1, place, isTabStop, onShow, onOpen }: CellProps) {
  const isLit = useHighlight((state) => weights.some((weight) => isHighlighted(state, weight)));
  const highlight = useHighlight((state) => state.highlight);
  const [first] = weights;
  const value = valueOf(weights, quantity);
  const colour = value === null ? null : colourAt(scale.map, scale.place(value));
  const show = (): void => {
    onShow(weights, place);
    highlight({ name: first?.name ?? null });
  };
  const open = (): void => {
    if (first !== undefined) onOpen(first.name);
  };
  return (
    <td
      role="gridcell"
      colSpan={span}
      className={colour === null ? 'cell none' : 'cell'}
      style={colour === null ? {} : { backgroundColor: asCss(colour), color: inkOn(colour) }}
      data-place={place}
      data-lit={isLit || undefined}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={show}
      onPointerEnter={show}
      onClick={open}
      onKeyDown={(event) => {
        if (event.key === 'Enter') open();
      }}
    >
      <span className="cell-value">{value === null ? text.common.unknown : formatValue(value, quantity)}</span>
    </td>
  );
}
