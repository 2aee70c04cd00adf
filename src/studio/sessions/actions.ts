import type { Action } from '../actions/action';
import { useOverlay } from '../actions/overlay-store';
import { text } from '../text';

export const sessionActions: readonly Action[] = [
  { id: 'sessions.show', name: text.sessions.show, isAvailable: () => true, perform: () => useOverlay.getState().show('sessions') },
];
