import type { RecordPair } from '../../core/data/overlaps';
import type { PairList } from '../../core/engine/data-view-types';
import type { DataRole, TripletSummary } from '../../core/engine/types';
import { formatCount } from '../format';
import { useInspection } from '../stores/inspection-store';
import { text } from '../text';
import { More } from '../ui/more';
import { Term } from '../ui/term';
import { LeftOut } from './left-out';

interface PairsProps<Pair extends RecordPair> {
  readonly list: PairList<Pair>;
  readonly describe: (pair: Pair) => string;
}

function Pairs<Pair extends RecordPair>({ list, describe }: PairsProps<Pair>) {
  return (
    <ul className="findings-list">
      {list.pairs.map((pair) => (
        <li key={`${pair.first} ${pair.second}`}>{describe(pair)}</li>
      ))}
      {list.count > list.pairs.length && <li>{text.data.findings.more(list.count - list.pairs.length)}</li>}
    </ul>
  );
}

/** What is odd in a set: records that were left out, repeats, and what both sets hold. Nothing odd is said in one line. */
export function Findings({ role, summary }: { readonly role: DataRole; readonly summary: TripletSummary }) {
  const overlaps = useInspection((state) => state.overlaps);
  const { findings } = text.data;
  const duplicates = overlaps?.duplicates[role] ?? null;
  const leaks = role === 'domain' ? (overlaps?.leaks ?? null) : null;
  const shared = role === 'domain' ? (overlaps?.sharedTexts ?? 0) : 0;
  return (
    <>
      <p className="findings" role="status">
        <span data-odd={summary.leftOut > 0}>{findings.leftOut(formatCount(summary.leftOut))}</span>
        <span data-odd={(duplicates?.count ?? 0) > 0}>
          {duplicates === null ? text.common.unknown : formatCount(duplicates.count)}{' '}
          <Term id="duplicate">{findings.duplicates(duplicates?.count ?? 0)}</Term>
        </span>
        {role === 'domain' && (
          <>
            <span data-odd={(leaks?.count ?? 0) > 0}>
              {leaks === null ? text.common.unknown : formatCount(leaks.count)} <Term id="leak">{findings.leaks(leaks?.count ?? 0)}</Term>
              {leaks !== null && leaks.count > 0 && findings.exact(formatCount(leaks.exact))}
            </span>
            <span data-odd={shared > 0}>{findings.shared(formatCount(shared))}</span>
          </>
        )}
      </p>
      <LeftOut summary={summary} />
      {duplicates !== null && duplicates.count > 0 && (
        <More title={findings.duplicatesTitle(duplicates.count)}>
          <Pairs list={duplicates} describe={findings.duplicate} />
        </More>
      )}
      {leaks !== null && leaks.count > 0 && (
        <More title={findings.leaksTitle(leaks.count)}>
          <Pairs list={leaks} describe={findings.leak} />
        </More>
      )}
    </>
  );
}
