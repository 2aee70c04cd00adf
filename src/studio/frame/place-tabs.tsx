import { text } from '../text';
import { hashOf } from '../url-state/hash';
import { useView } from '../url-state/view-store';
import { placeIds } from './place-ids';
import { usePlaceStates } from './place-state';

/** The way between the places; each says how it stands. */
export function PlaceTabs() {
  const view = useView((state) => state.view);
  const states = usePlaceStates();
  return (
    <nav className="place-tabs" aria-label={text.frame.placesLabel}>
      {placeIds.map((id) => (
        <a key={id} href={hashOf({ ...view, place: id })} aria-current={id === view.place ? 'page' : undefined}>
          <span className="place-name">{text.frame.places[id].title}</span>
          <span className="place-state" data-tone={states[id].tone}>
            {states[id].label}
          </span>
        </a>
      ))}
    </nav>
  );
}
