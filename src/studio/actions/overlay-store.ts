import { create } from 'zustand';

/** What lies over the page: the palette of actions, the list of shortcuts, or the glossary. */
export type OverlayName = 'palette' | 'shortcuts' | 'glossary';

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
