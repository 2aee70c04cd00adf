import { GlossaryList } from './glossary-list';
import { Palette } from './palette';
import { SessionList } from '../sessions/session-list';
import { ShortcutList } from './shortcut-list';
import { useShortcuts } from './use-shortcuts';

/** The keys, and what they open over the page. */
export function Overlays() {
  useShortcuts();
  return (
    <>
      <Palette />
      <ShortcutList />
      <GlossaryList />
      <SessionList />
    </>
  );
}
