import type { PairList } from '../../core/engine/data-view-types';
import type { DataRole, TripletSummary } from '../../core/engine/types';
import { formatCount } from '../format';
import { useInspection } from '../stores/inspection-store';
import { text } from '../text';
import { More } from '../ui/more';
import { Term } from '../ui/term';

function Pairs({ list, describe }: { readonly list: PairList; readonly describe: (first: number, second: number) => string }) {
  return (
    <ul className="findings-list">
      {list.pairs.map(({ first, second }) => (
        <li key={`${first} ${second}`}>{describe(first, second)}</li>
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
            </span>
            <span data-odd={shared > 0}>{findings.shared(formatCount(shared))}</span>
          </>
        )}
      </p>
      {summary.problems.length > 0 && (
        <More title={findings.leftOutTitle(summary.leftOut)}>
          <ul className="findings-list">
            {summary.problems.map(({ record, field, problem }) => (
              <li key={`${record} ${field}`}>{findings.problem(record, field, problem)}</li>
            ))}
          </ul>
        </More>
      )}
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
