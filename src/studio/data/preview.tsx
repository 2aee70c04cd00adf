import type { TripletSummary } from '../../core/engine/types';

const fields = ['query', 'positive', 'negative'] as const;

/** The first records, as text. */
export function Preview({ title, triplets }: { readonly title: string; readonly triplets: TripletSummary }) {
  return (
    <figure className="preview">
      <figcaption>
        <code>{triplets.fileName}</code> <span>first {triplets.preview.length}</span>
      </figcaption>
      <ol aria-label={`First records of the ${title.toLowerCase()}`}>
        {triplets.preview.map((triplet, index) => (
          // Records have no name but their place, and the list never changes in place.
          <li key={index}>
            <dl>
              {fields.map((field) => (
                <div key={field} className={`text ${field}`}>
                  <dt>{field}</dt>
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
