import { useEffect, useState } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { TRIPLET_FIELDS, type Triplet } from '../../core/data/triplet';
import type { DataRole, TripletSummary } from '../../core/engine/types';
import { engine } from '../engine';
import { formatCount } from '../format';
import { text } from '../text';

/** As many as the summary brings, so that the first page is there at once. */
const PAGE = 5;

function Record({ record, triplet }: { readonly record: number; readonly triplet: Triplet }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="record" data-open={isOpen}>
      <ToggleButton className="record-number" aria-label={text.data.fullText(record)} isSelected={isOpen} onChange={setOpen}>
        {formatCount(record)}
      </ToggleButton>
      <dl>
        {TRIPLET_FIELDS.map((field) => (
          <div key={field} className={`text ${field}`}>
            <dt>{text.data.fields[field]}</dt>
            <dd dir="auto">{triplet[field]}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

interface RecordsProps {
  readonly role: DataRole;
  readonly summary: TripletSummary;
}

/** The records, a page at a time, numbered from 0 as in every message; a record's number opens its texts in full. */
export function Records({ role, summary }: RecordsProps) {
  const [page, setPage] = useState<{ readonly start: number; readonly rows: readonly Triplet[] }>({ start: 0, rows: summary.preview });
  const [start, setStart] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    engine()
      .records(role, start, PAGE)
      .then((rows) => {
        if (isCurrent) setPage({ start, rows });
      })
      // The panel that opens the next file says what is wrong with the worker.
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [role, start, summary]);
  const { title } = text.data.roles[role];
  const last = Math.max(page.start, page.start + page.rows.length - 1);
  return (
    <figure className="records">
      <figcaption>
        <code title={summary.fileName}>{summary.fileName}</code>
        <span className="numeric">{text.data.range(formatCount(page.start), formatCount(last), formatCount(summary.records))}</span>
        <Button
          className="button quiet step"
          aria-label={text.data.previous(title)}
          isDisabled={start === 0}
          onPress={() => setStart(start - PAGE)}
        >
          ‹
        </Button>
        <Button
          className="button quiet step"
          aria-label={text.data.next(title)}
          isDisabled={start + PAGE >= summary.records}
          onPress={() => setStart(start + PAGE)}
        >
          ›
        </Button>
      </figcaption>
      <ol aria-label={text.data.recordsOf(title)}>
        {page.rows.map((triplet, index) => (
          <Record key={page.start + index} record={page.start + index} triplet={triplet} />
        ))}
      </ol>
    </figure>
  );
}
