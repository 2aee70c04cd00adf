import { create } from 'zustand';
import type { PlaceId } from '../frame/place-ids';
import { hashOf, viewOf } from './hash';
import type { View } from './view';

interface ViewState {
  readonly view: View;
  /** Go to a place; the back button leads here again. */
  readonly go: (place: PlaceId) => void;
  /** Change fields of the view, in the same step of the history. */
  readonly change: (part: Partial<View>) => void;
}

export const useView = create<ViewState>()((set, get) => ({
  view: viewOf(location.hash),
  go: (place) => {
    if (place === get().view.place) return;
    const view = { ...get().view, place };
    history.pushState(null, '', hashOf(view));
    set({ view });
  },
  change: (part) => {
    const view = { ...get().view, ...part };
    history.replaceState(null, '', hashOf(view));
    set({ view });
  },
}));

/** Follows the address when a link, the back button or a person changes it. Returns a function that stops it. */
export function followAddress(): () => void {
  const read = (): void => useView.setState({ view: viewOf(location.hash) });
  window.addEventListener('popstate', read);
  return () => window.removeEventListener('popstate', read);
}
