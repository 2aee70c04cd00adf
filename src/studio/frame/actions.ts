import type { Action } from '../actions/action';
import { useOverlay } from '../actions/overlay-store';
import { text } from '../text';
import { useView } from '../url-state/view-store';
import { placeIds } from './place-ids';

const always = (): boolean => true;

/** Going about the page. */
export const frameActions: readonly Action[] = [
  ...placeIds.map((id, index) => ({
    id: `place.${id}`,
    name: text.frame.goTo(text.frame.places[id].title),
    shortcut: { key: String(index + 1) },
    isAvailable: () => useView.getState().view.place !== id,
    perform: () => useView.getState().go(id),
  })),
  {
    id: 'palette',
    name: text.actions.palette,
    shortcut: { key: 'k', withControl: true },
    isAvailable: always,
    perform: () => useOverlay.getState().show('palette'),
  },
  {
    id: 'shortcuts',
    name: text.actions.shortcuts,
    shortcut: { key: '?' },
    isAvailable: always,
    perform: () => useOverlay.getState().show('shortcuts'),
  },
  { id: 'glossary', name: text.actions.glossary, isAvailable: always, perform: () => useOverlay.getState().show('glossary') },
];
