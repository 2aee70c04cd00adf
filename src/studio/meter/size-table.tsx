import type { ModelSummary } from '../../core/engine/types';
import type { MeasuredSizes } from '../../core/engine/tuning-types';
import { formatBytes, formatShare } from '../format';
import { text } from '../text';
import { ShareBar } from '../ui/share-bar';
import { sizeRows } from './size-rows';

interface SizeTableProps {
  readonly model: ModelSummary;
  readonly zeros: number;
  readonly sizes: MeasuredSizes | null;
  /** Whether the sizes belong to the settings as they are. */
  readonly isCurrent: boolean;
}

const { table } = text.meter;

/** Sizes on disk and compressed: as the model is, with its zeros, and if as many weights were really taken out. */
export function SizeTable({ model, zeros, sizes, isCurrent }: SizeTableProps) {
  const original = sizes?.original.compressed ?? null;
  return (
    <table className="size-table" data-state={isCurrent ? 'current' : 'pending'}>
      <caption className="visually-hidden">{table.label}</caption>
      <thead>
        <tr>
          <th scope="col">{table.state}</th>
          <th scope="col" className="numeric">
            {table.dense}
          </th>
          <th scope="col" className="numeric">
            {table.compressed}
          </th>
          <th scope="col" className="numeric">
            {table.share}
          </th>
          <td />
        </tr>
      </thead>
      <tbody>
        {sizeRows(model, zeros, sizes).map(({ key, dense, compressed }) => {
          const share = compressed === null || original === null ? null : compressed / original;
          return (
            <tr key={key}>
              <th scope="row">
                {table.rows[key].label} <small>{table.rows[key].note}</small>
              </th>
              <td className="numeric">{formatBytes(dense)}</td>
              <td className="numeric">{compressed === null ? text.meter.measuring : formatBytes(compressed)}</td>
              <td className="numeric">{share === null ? text.common.unknown : formatShare(share)}</td>
              <td className="size-bar">
                <ShareBar share={share ?? 0} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
