import type { TripletSummary } from '../../core/engine/types';
import { text } from '../text';

const fields = ['query', 'positive', 'negative'] as const;

/** The first records, as text. */
export function Preview({ title, triplets }: { readonly title: string; readonly triplets: TripletSummary }) {
  return (
    <figure className="preview">
      <figcaption>
        <code>{triplets.fileName}</code> <span>{text.data.first(triplets.preview.length)}</span>
      </figcaption>
      <ol aria-label={text.data.firstRecords(title)}>
        {triplets.preview.map((triplet, index) => (
          // Records have no name but their place, and the list never changes in place.
          <li key={index}>
            <dl>
              {fields.map((field) => (
                <div key={field} className={`text ${field}`}>
                  <dt>{text.data.fields[field]}</dt>
                  <dd title={triplet[field].slice(0, 600)}>{triplet[field]}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    </figure>
  );
}
