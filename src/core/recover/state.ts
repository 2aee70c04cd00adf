import { z } from 'zod';
import { type StateFormat, figure } from '../checkpoint/checkpoint-file';
import type { Both } from '../evaluate/bench';
import { RuntimeError } from '../runtime/errors';

/** What the weights after a number of steps make of the validation records. */
export interface Check {
  readonly step: number;
  /** Mean of the two sets. */
  readonly loss: number;
  /** Each query among the positives of its set's validation records. */
  readonly ndcg10: Both<number>;
}

type Arrays = ReadonlyMap<string, Float32Array>;

/** What a recovery knows between two steps: with it, it goes on in another process, bit for bit. Arrays are by initializer, in the file's layout. */
export interface RecoveryState {
  /** One per step that is done. */
  readonly losses: readonly number[];
  readonly checks: readonly Check[];
  /** The weights that are trained, and AdamW's two moments of them. */
  readonly weights: Arrays;
  readonly first: Arrays;
  readonly second: Arrays;
  /** The trained weights that did best so far; none where that is what the recovery started from. */
  readonly best: { readonly step: number; readonly loss: number; readonly weights: Arrays };
}

const both = z.object({ domain: z.number(), general: z.number() });
const figures = z.object({
  losses: z.array(z.number()),
  checks: z.array(z.object({ step: z.int().min(0), loss: figure(), ndcg10: both })),
  best: z.object({ step: z.int().min(0), loss: figure(Infinity) }),
});

const named = (kind: string, arrays: Arrays) => [...arrays].map(([name, data]) => [`${kind}/${name}`, data] as const);

export const recoveryFormat: StateFormat<RecoveryState> = {
  arrays: ({ weights, first, second, best }) => [
    ...[...named('weights', weights), ...named('first', first), ...named('second', second)],
    ...named('best', best.weights),
  ],
  figures: ({ losses, checks, best: { step, loss } }) => ({ losses, checks, best: { step, loss } }),
  read: (arrays, written) => {
    const { losses, checks, best } = figures.parse(written);
    const kind = (wanted: string): Map<string, Float32Array> =>
      new Map([...arrays].flatMap(([name, data]) => (name.startsWith(`${wanted}/`) ? [[name.slice(wanted.length + 1), data]] : [])));
    const [weights, first, second] = [kind('weights'), kind('first'), kind('second')];
    for (const name of weights.keys())
      if (!first.has(name) || !second.has(name)) throw new RuntimeError('A checkpoint lacks a moment.', name);
    return { losses, checks, weights, first, second, best: { ...best, weights: kind('best') } };
  },
};
