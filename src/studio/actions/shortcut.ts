/** A key, as `KeyboardEvent.key` gives it, with or without Ctrl (⌘ on a Mac). */
export interface Shortcut {
  /** A letter in lower case, a digit, a sign as `?`, or a name as `Enter`. */
  readonly key: string;
  readonly withControl?: boolean;
  readonly withShift?: boolean;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Signs are typed with Shift on some keyboards and without on others: for them Shift says nothing. */
const isSign = (key: string): boolean => key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key);

export function matches({ key, withControl = false, withShift = false }: Shortcut, pressed: Pressed): boolean {
  const hasControl = pressed.ctrlKey || pressed.metaKey;
  return (
    pressed.key.toLowerCase() === key.toLowerCase() &&
    hasControl === withControl &&
    !pressed.altKey &&
    (isSign(key) || pressed.shiftKey === withShift)
  );
}

/** The keys in the order they are held, as `Ctrl`, `Shift`, `Z`. */
export function keysOf({ key, withControl = false, withShift = false }: Shortcut, isMac: boolean): string[] {
  const name = key.length === 1 ? key.toUpperCase() : key;
  return [...(withControl ? [isMac ? '⌘' : 'Ctrl'] : []), ...(withShift ? ['Shift'] : []), name];
}
