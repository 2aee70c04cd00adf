import { InvalidSettingsError } from '../analysis/errors';
import { findLeaks, normalise } from '../data/overlaps';
import { mulberry32, shuffledIndices } from '../data/random';
import type { Triplet, TripletSet } from '../data/triplet';
import { LEAST_HELD_OUT, putAside } from './put-aside';

/** A set of which a share is put aside to measure with. */
export interface HeldOutSplit {
  /** What may be analysed. */
  readonly analysed: TripletSet;
  readonly heldOut: TripletSet;
  /** Records that were drawn, and are not measured with: the other set has them among those that may be analysed. */
  readonly dropped: number;
}

export interface HeldOutSplits {
  readonly general: HeldOutSplit;
  readonly domain: HeldOutSplit;
}

/**
 * Put a share of each set aside, drawn by `seed`. Records of one query stay together, whatever its case, Unicode form and white space, so
 * that no query is half known. A record drawn from one set that stands in the analysed part of the other is not measured with.
 * Share 0 puts nothing aside.
 *
 * @throws InvalidSettingsError when too little would be left to measure with, or to analyse
 */
export function holdOut(general: TripletSet, domain: TripletSet, share: number, seed: number): HeldOutSplits {
  const [a, b] = [split(general, share, seed), split(domain, share, seed)];
  return { general: withoutLeaks(a, b.analysed, share), domain: withoutLeaks(b, a.analysed, share) };
}

function split(set: TripletSet, share: number, seed: number): HeldOutSplit {
  const nothing = { analysed: set, heldOut: { ...set, triplets: [] }, dropped: 0 };
  if (share === 0) return nothing;
  const keys = set.triplets.map(({ query }) => normalise(query));
  const queries = [...new Set(keys)];
  const count = putAside(queries.length, share);
  const drawn = new Set(
    shuffledIndices(queries.length, mulberry32(seed))
      .slice(0, count)
      .map((at) => queries[at]),
  );
  const part = (wanted: boolean): Triplet[] => set.triplets.filter((_, record) => drawn.has(keys[record]) === wanted);
  const [heldOut, analysed] = [part(true), part(false)];
  if (analysed.length === 0) throw new InvalidSettingsError('Nothing is left to analyse once records are held out.', set.fileName);
  return { analysed: { ...set, triplets: analysed }, heldOut: { ...set, triplets: heldOut }, dropped: 0 };
}

function withoutLeaks({ analysed, heldOut }: HeldOutSplit, other: TripletSet, share: number): HeldOutSplit {
  const leaks = new Set(findLeaks(other, heldOut).map(({ second }) => second));
  const kept = heldOut.triplets.filter((_, record) => !leaks.has(record));
  if (share > 0 && new Set(kept.map(({ positive }) => positive)).size < LEAST_HELD_OUT) {
    throw new InvalidSettingsError(
      'Too few records are left to measure with: hold out more, or nothing, or give held-out records of your own.',
      heldOut.fileName,
    );
  }
  return { analysed, heldOut: { ...heldOut, triplets: kept }, dropped: leaks.size };
}
