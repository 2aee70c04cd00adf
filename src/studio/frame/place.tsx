import { Activity, useEffect, useId, type ReactNode } from 'react';
import { text } from '../text';
import { useView } from '../url-state/view-store';
import type { PlaceId } from './place-ids';

/** One of the three places. One that is left keeps its fields, open parts and selections, and does no work. */
export function Place({ id, children }: { readonly id: PlaceId; readonly children: ReactNode }) {
  const isHere = useView(({ view }) => view.place === id);
  const heading = useId();
  const { title, lead } = text.frame.places[id];
  useEffect(() => {
    if (isHere) window.scrollTo(0, 0);
  }, [isHere]);
  return (
    <Activity mode={isHere ? 'visible' : 'hidden'}>
      <section className="place" data-place={id} aria-labelledby={heading}>
        <header className="place-head">
          <h2 id={heading}>{title}</h2>
          <p>{lead}</p>
        </header>
        {children}
      </section>
    </Activity>
  );
}
