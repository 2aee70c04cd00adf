import { TRIPLET_FIELDS } from '../../core/data/triplet';
import type { DataRole } from '../../core/engine/types';
import { formatCount, formatShare } from '../format';
import { useAnalysis } from '../stores/analysis-store';
import { useInspection } from '../stores/inspection-store';
import { text } from '../text';
import { Term } from '../ui/term';
import { AXIS_START, axisEnd, longest, quantile, shareTruncated } from './length-figures';
import { LengthBars } from './length-bars';

/** How long the texts of a set are, by field, and what the max length cuts. */
export function LengthTable({ role }: { readonly role: DataRole }) {
  const lengths = useInspection((state) => state.lengths[role]);
  const problem = useInspection((state) => state.lengthProblem);
  const maxLength = useAnalysis(({ settings }) => settings.maxLength);
  const { columns, waiting, counting, title } = text.data.lengths;
  if (lengths === null) return <p className="help lengths-wait">{problem ?? waiting}</p>;
  const end = axisEnd(TRIPLET_FIELDS.map((field) => lengths.fields[field]));
  return (
    <table className="lengths" aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{columns.field}</th>
          <th scope="col" className="lengths-axis">
            <span>{AXIS_START}</span>
            <span>{lengths.done < lengths.total ? counting(formatCount(lengths.done), formatCount(lengths.total)) : columns.tokens}</span>
            <span>{formatCount(end)}</span>
          </th>
          <th scope="col" className="numeric">
            {columns.median}
          </th>
          <th scope="col" className="numeric">
            {columns.longest}
          </th>
          <th scope="col" className="numeric">
            <Term id="truncation">{columns.truncated(maxLength)}</Term>
          </th>
        </tr>
      </thead>
      <tbody>
        {TRIPLET_FIELDS.map((name) => {
          const field = lengths.fields[name];
          const cut = shareTruncated(field, maxLength);
          return (
            <tr key={name}>
              <th scope="row">{text.data.fields[name]}</th>
              <td>
                <LengthBars field={field} end={end} maxLength={maxLength} />
              </td>
              <td className="numeric">{formatCount(quantile(field, 0.5))}</td>
              <td className="numeric">{formatCount(longest(field))}</td>
              <td className={cut > 0 ? 'numeric cut' : 'numeric'}>{formatShare(cut)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
