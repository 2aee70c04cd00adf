import { useEffect } from 'react';
import { allActions } from './all-actions';
import { matches } from './shortcut';

/** Where letters and digits are typed or looked up, a bare key is not a command. */
const typing = 'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], [role="tree"]';

/** Performs the action whose keys are pressed. Dialogs keep their keys to themselves. */
export function useShortcuts(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : document.body;
      if (event.defaultPrevented || event.repeat || target.closest('[role="dialog"]') !== null) return;
      const action = allActions.find(({ shortcut }) => shortcut !== undefined && matches(shortcut, event));
      if (action === undefined || !action.isAvailable()) return;
      if (action.shortcut?.withControl !== true && target.closest(typing) !== null) return;
      event.preventDefault();
      action.perform();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
