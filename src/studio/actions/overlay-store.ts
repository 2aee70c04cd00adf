import { create } from 'zustand';

/** What lies over the page: the palette of actions, the list of shortcuts, the glossary, or the sessions. */
export type OverlayName = 'palette' | 'shortcuts' | 'glossary' | 'sessions';

interface OverlayState {
  readonly open: OverlayName | null;
  readonly show: (overlay: OverlayName) => void;
  readonly close: () => void;
}

export const useOverlay = create<OverlayState>()((set) => ({
  open: null,
  show: (overlay) => set({ open: overlay }),
  close: () => set({ open: null }),
}));
