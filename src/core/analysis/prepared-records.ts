import type { Objective } from '../autodiff/loss';
import { type TokenisedTriplet, tokeniseTriplet } from '../data/batches';
import { chooseNegatives } from '../data/choose-negative';
import { promptsOf } from '../data/prompts';
import type { TextTokenizer } from '../data/tokenizer';
import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import { type Schedule, scheduleOf } from './schedule';

/** The records that an analysis uses, as tokens, and the steps that use them. */
export interface PreparedRecords {
  readonly records: { readonly general: readonly TokenisedTriplet[]; readonly domain: readonly TokenisedTriplet[] };
  readonly schedule: Schedule;
  /** With three texts per record if any has three. */
  readonly objective: Objective;
  readonly maxLength: number;
}

interface Sets {
  readonly tokenizer: TextTokenizer;
  readonly general: TripletSet;
  readonly domain: TripletSet;
  readonly settings: AnalysisSettings;
}

export function prepareRecords({ tokenizer, general, domain, settings }: Sets): PreparedRecords {
  const tokenise = ({ triplets }: TripletSet): TokenisedTriplet[] =>
    chooseNegatives(triplets.slice(0, settings.maxSamples), settings.negatives, settings.shuffleSeed ?? 0).map((triplet) =>
      tokeniseTriplet(triplet, tokenizer, settings.maxLength, promptsOf(settings)),
    );
  const records = { general: tokenise(general), domain: tokenise(domain) };
  const triplets = [...records.general, ...records.domain].some(({ negative }) => negative !== null);
  return {
    records,
    schedule: scheduleOf(records.general.length, records.domain.length, settings),
    objective: { scale: settings.scale, textsPerRecord: triplets ? 3 : 2 },
    maxLength: settings.maxLength,
  };
}
