/** States before and after the present one, the nearest last and first. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  /** What was changed last, and when: further changes of the same soon after belong to the same step. */
  readonly last: { readonly what: string; readonly at: number } | null;
}

/** Changes of the same within this time are one step, so that a drag of a slider is undone at once. */
const ONE_STEP_MS = 800;
const MOST_STEPS = 200;

export const startHistory = <State>(present: State): History<State> => ({ past: [], present, future: [], last: null });

/** `what` names what was changed; null is never the same as another change. `at` is a time in milliseconds. */
export function record<State>(history: History<State>, present: State, what: string | null, at: number): History<State> {
  const { last } = history;
  const isSameStep = what !== null && last?.what === what && at - last.at < ONE_STEP_MS;
  const past = isSameStep ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present, future: [], last: what === null ? null : { what, at } };
}

export function undo<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], last: null };
}

export function redo<State>(history: History<State>): History<State> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future, last: null };
}
