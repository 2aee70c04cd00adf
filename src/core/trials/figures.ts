import { z } from 'zod';

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });

/** How a trial does on one held-out set. */
const setFigures = z.object({
  ndcg10: estimate,
  /** Of the dense model's nDCG@10. */
  share: z.number(),
  /** To the dense model, query by query; null for the dense model itself. */
  difference: estimate.extend({ p: z.number() }).nullable(),
  /** Mean cosine of embeddings to the dense model's. */
  similarity: z.number(),
});
export type SetFigures = z.infer<typeof setFigures>;

/** What a way to prune takes and keeps. */
export const trialFigures = z.object({ zeros: z.int(), total: z.int(), general: setFigures, domain: setFigures });
export type TrialFigures = z.infer<typeof trialFigures>;

/** The smaller of the two sets' shares of dense quality: what trials are ranked by. */
export const keptShare = ({ general, domain }: TrialFigures): number => Math.min(general.share, domain.share);
