import type { ReactNode } from 'react';
import { formatCount, formatMeasure } from '../format';
import { useTensor } from '../stores/tensor-store';
import { text } from '../text';

/** Everything that is known of the weight under the pointer or the cursor. */
export function ElementFiguresView({ id }: { readonly id: string }) {
  const figures = useTensor((state) => state.figures);
  const cursor = useTensor((state) => state.cursor);
  const words = text.tensor.figures;
  const { ranked } = figures ?? {};
  const shown = cursor === null ? null : figures;
  const of = (value: (known: NonNullable<typeof figures>) => ReactNode): ReactNode => (shown === null ? text.common.unknown : value(shown));
  const rows: readonly (readonly [string, ReactNode])[] = [
    [words.row, cursor === null ? text.common.unknown : formatCount(cursor.row)],
    [words.column, cursor === null ? text.common.unknown : formatCount(cursor.column)],
    [words.weight, of(({ weight }) => formatMeasure(weight))],
    [words.fisherDomain, of(({ fisherDomain }) => formatMeasure(fisherDomain))],
    [words.fisherGeneral, of(({ fisherGeneral }) => formatMeasure(fisherGeneral))],
    [words.alignment, of(({ alignment }) => formatMeasure(alignment))],
    [words.score, of(() => (ranked === null || ranked === undefined ? text.common.unknown : formatMeasure(ranked.score)))],
    [
      words.rank,
      of(() =>
        ranked === null || ranked === undefined ? text.common.unknown : words.rankOf(formatCount(ranked.rank), formatCount(ranked.size)),
      ),
    ],
    [words.fate, of(() => (ranked === null || ranked === undefined ? words.outside : ranked.pruned ? words.pruned : words.kept))],
  ];
  return (
    <div id={id} className="element-figures" role="status" aria-label={words.label}>
      <dl>
        {rows.map(([label, value]) => (
          <div key={label} className={label === words.rank ? 'wide' : undefined}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
