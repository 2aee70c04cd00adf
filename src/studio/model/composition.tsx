import type { ModelSummary } from '../../core/engine/types';
import { formatShare, formatShortCount } from '../format';
import { ShareBar } from '../ui/share-bar';
import { compositionOf, countElements } from './composition-of';
import { text } from '../text';

/** Where the parameters lie. */
export function Composition({ model }: { readonly model: ModelSummary }) {
  const total = countElements(model.parameters);
  return (
    <ul className="composition" aria-label={text.model.composition}>
      {compositionOf(model.parameters).map(({ label, elements }) => (
        <li key={label}>
          <span>{label}</span>
          <ShareBar share={elements / total} />
          <span className="numeric">{formatShortCount(elements)}</span>
          <span className="numeric">{formatShare(elements / total)}</span>
        </li>
      ))}
    </ul>
  );
}
