import type { Both } from '../evaluate/bench';
import { type Comparison, compare } from '../evaluate/statistics';
import type { MaskSettings } from '../gaprune/settings';
import { type Contender, takesInputs } from './contenders';
import { type TrialFigures, keptShare } from './figures';
import type { TrialBench, TrialHooks, TrialResult } from './trial-bench';

/** A contender that is this near to the best is as good, and the simpler one wins. */
const TIE = 0.002;

/** How the winner is found, as it is shown to people. */
export const RULE =
  'The winner keeps the highest share of dense nDCG@10 on the worse of the two sets, over the validation queries. Within 0.2 % of that, ' +
  'the one that comes first in the table wins: it is the simpler one. Test queries decide nothing.';

/** A contender with what it keeps on the validation queries. */
export interface TriedContender extends Contender {
  readonly figures: TrialFigures;
}

/** The winner on queries that nothing was chosen by. */
export interface Confirmation {
  readonly dense: TrialFigures;
  readonly magnitude: TrialFigures;
  readonly winner: TrialFigures;
  /** nDCG@10 of the winner minus that of magnitude, query by query. */
  readonly againstMagnitude: Both<Comparison>;
}

export interface Recommendation {
  readonly rule: string;
  readonly tried: readonly TriedContender[];
  /** For which there was no time. */
  readonly untried: readonly Contender[];
  readonly winner: TriedContender;
  readonly confirmation: Confirmation;
}

export interface RecommendInput {
  /** Over the validation queries, and over the test queries. */
  readonly validation: TrialBench;
  readonly test: TrialBench;
  readonly mask: MaskSettings;
  readonly contenders: readonly Contender[];
  readonly budgetMs: number;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Called before the first contender that takes covariances of inputs. */
  readonly provideInputs: () => Promise<void>;
}

export interface RecommendHooks extends TrialHooks {
  readonly onTried?: (tried: TriedContender) => void;
}

/**
 * Try contenders in order while there is time, pick one by {@link RULE}, and confirm it on the test queries beside magnitude and the dense
 * model. The baseline and one contender are always tried; the confirmation is not counted into the time.
 *
 * @throws CancelledError
 */
export async function recommend(
  { validation, test, mask, contenders, budgetMs, now, provideInputs }: RecommendInput,
  { signal, onProgress, onTried }: RecommendHooks = {},
): Promise<Recommendation> {
  const steps = contenders.length + 2;
  const hooksOf = (step: number): TrialHooks => ({
    ...(signal === undefined ? {} : { signal }),
    onProgress: (share) => onProgress?.((step + share) / steps),
  });
  const trialOf = ({ scoring, update }: Contender) => ({ scoring, update, mask });
  const start = now();
  const tried: TriedContender[] = [];
  let provided = false;
  for (const contender of contenders) {
    const perTrial = (now() - start) / Math.max(1, tried.length);
    if (tried.length >= 2 && now() - start + perTrial > budgetMs) break;
    if (takesInputs(contender) && !provided) await provideInputs();
    provided ||= takesInputs(contender);
    const { figures } = await validation.run(trialOf(contender), hooksOf(tried.length));
    const result = { ...contender, figures };
    tried.push(result);
    onTried?.(result);
  }
  const winner = pick(tried);
  const baseline = contenders.find(({ scoring }) => scoring.method === 'magnitude') ?? winner;
  const dense = await test.dense(hooksOf(contenders.length));
  const magnitude = await test.run(trialOf(baseline), hooksOf(contenders.length));
  const confirmed = await test.run(trialOf(winner), hooksOf(contenders.length + 1));
  onProgress?.(1);
  return {
    ...{ rule: RULE, tried, untried: contenders.slice(tried.length), winner },
    confirmation: {
      ...{ dense: dense.figures, magnitude: magnitude.figures, winner: confirmed.figures },
      againstMagnitude: { general: difference(magnitude, confirmed, 'general'), domain: difference(magnitude, confirmed, 'domain') },
    },
  };
}

/** @throws RangeError for no contender */
export function pick(tried: readonly TriedContender[]): TriedContender {
  const best = Math.max(...tried.map(({ figures }) => keptShare(figures)));
  const winner = tried.find(({ figures }) => keptShare(figures) >= best - TIE);
  if (winner === undefined) throw new RangeError('Nothing was tried.');
  return winner;
}

function difference(first: TrialResult, second: TrialResult, role: 'general' | 'domain'): Comparison {
  return compare(first.measured[role].values.ndcg10, second.measured[role].values.ndcg10);
}
