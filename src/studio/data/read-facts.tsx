import { Button } from 'react-aria-components';
import { TRIPLET_FIELDS } from '../../core/data/triplet';
import type { DataRole, TripletSummary } from '../../core/engine/types';
import { formatCount } from '../format';
import { useBusy } from '../stores/busy';
import { useData } from '../stores/data-store';
import { text } from '../text';

/** What was read of a file: pairs or triplets, out of which columns, and what was not read. */
export function ReadFacts({ role, summary }: { readonly role: DataRole; readonly summary: TripletSummary }) {
  const hasFile = useData((state) => state[role].file !== null);
  const busy = useBusy();
  const { read, ignored, severalNegatives, notKept, pairs } = summary;
  const { facts } = text.data;
  const columns = TRIPLET_FIELDS.flatMap((field) => read[field]);
  return (
    <div className="read-facts">
      <span>{pairs ? facts.pairs : facts.triplets}</span>
      <span>
        {facts.read} <code>{columns.join(', ')}</code>
      </span>
      {ignored.length > 0 && (
        <span>
          {facts.ignored} <code>{ignored.join(', ')}</code>
        </span>
      )}
      {severalNegatives > 0 && <span>{facts.several(formatCount(severalNegatives))}</span>}
      {notKept > 0 && <span data-odd="true">{facts.notKept(formatCount(notKept))}</span>}
      {hasFile && (
        <Button
          className="button quiet small"
          aria-label={facts.changeOf(text.data.roles[role].title)}
          isDisabled={busy}
          onPress={() => useData.getState().choose(role, true)}
        >
          {facts.change}
        </Button>
      )}
    </div>
  );
}
