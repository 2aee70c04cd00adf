import type { Shortcut } from './shortcut';

/**
 * Something a person can do from the palette or with a key. A room lists its own in a file `actions.ts`, and `all-actions.ts` gathers them.
 */
export interface Action {
  /** Unique, as `analysis.start`. */
  readonly id: string;
  readonly name: string;
  readonly shortcut?: Shortcut;
  /** Whether it would do something now. Asked when the palette opens and when its key is pressed. */
  readonly isAvailable: () => boolean;
  readonly perform: () => void;
}
