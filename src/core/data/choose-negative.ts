import { mulberry32 } from './random';
import type { Triplet } from './triplet';

/** Which negative of a record that has several is used. One is: the loss compares with every negative of a batch, so each is a cost. */
export const NEGATIVE_CHOICES = {
  first: { label: 'The first', help: 'The first negative of each record, as the file has it.' },
  random: { label: 'A random one', help: 'One of each record’s negatives, drawn by the shuffle seed (0 without one).' },
} as const;

export type NegativeChoice = keyof typeof NEGATIVE_CHOICES;

/** Records with one negative each, in order. The same seed draws the same ones. */
export function chooseNegatives(triplets: readonly Triplet[], choice: NegativeChoice, seed: number): readonly Triplet[] {
  if (choice === 'first') return triplets;
  const random = mulberry32(seed);
  return triplets.map((triplet) => {
    const { moreNegatives = [] } = triplet;
    const pick = Math.floor(random() * (1 + moreNegatives.length));
    return pick === 0 ? triplet : { ...triplet, negative: moreNegatives[pick - 1] ?? triplet.negative };
  });
}
