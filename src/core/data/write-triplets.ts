import type { TripletSet } from './triplet';

/** A set as JSON Lines, for every reader of data sets. */
export function writeTriplets({ triplets }: TripletSet): string {
  const lines = triplets.map(({ query, positive, negative, moreNegatives = [] }) => {
    const texts = { query, positive };
    if (negative === '') return texts;
    return { ...texts, negative: moreNegatives.length === 0 ? negative : [negative, ...moreNegatives] };
  });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
