import { Button } from 'react-aria-components';
import type { TripletSummary } from '../../core/engine/types';
import { download } from '../download';
import { csvOf } from '../picture/csv';
import { text } from '../text';
import { More } from '../ui/more';

/** As many as can be looked over on the page; the file has the others. */
const SHOWN = 50;

/** The records that were left out, one by one, and as a table to take away. */
export function LeftOut({ summary }: { readonly summary: TripletSummary }) {
  const { fileName, leftOut, problems } = summary;
  if (problems.length === 0) return null;
  const { findings } = text.data;
  const save = (): void => {
    const row = (index: number) => {
      const { record = 0, field = '', problem = '' } = problems[index] ?? {};
      return [record, field, problem];
    };
    const content = new Blob([csvOf({ columns: [...findings.leftOutColumns], count: problems.length, row })], { type: 'text/csv' });
    download({ fileName: `${fileName.replace(/\.\w+$/, '')}-left-out.csv`, content });
  };
  return (
    <More title={findings.leftOutTitle(leftOut)}>
      <ul className="findings-list">
        {problems.slice(0, SHOWN).map(({ record, field, problem }) => (
          <li key={`${record} ${field}`}>{findings.problem(record, field, problem)}</li>
        ))}
        {problems.length > SHOWN && <li>{findings.more(problems.length - SHOWN)}</li>}
      </ul>
      <Button className="button quiet" onPress={save}>
        {findings.saveLeftOut(problems.length)}
      </Button>
    </More>
  );
}
