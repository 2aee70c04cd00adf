import { z } from 'zod';
import { scoringSettings } from '../gaprune/settings';
import { InvalidEvidenceError } from './evidence-file';
import { trialFigures } from './figures';
import type { Recommendation } from './recommend';

const contender = z.object({ scoring: scoringSettings, update: z.boolean() });
const tried = contender.extend({ figures: trialFigures });
const comparison = z.object({ mean: z.number(), low: z.number(), high: z.number(), p: z.number() });
export const recommendation = z.object({
  rule: z.string(),
  tried: z.array(tried).readonly(),
  untried: z.array(contender).readonly(),
  winner: tried,
  confirmation: z.object({
    dense: trialFigures,
    magnitude: trialFigures,
    winner: trialFigures,
    againstMagnitude: z.object({ general: comparison, domain: comparison }),
  }),
});

/** Read what `recommend` wrote. @throws InvalidEvidenceError */
export function readRecommendation(text: string, place: string): Recommendation {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below, as for every other damage.
  }
  const parsed = recommendation.safeParse(value);
  if (!parsed.success) throw new InvalidEvidenceError('The recommendation is damaged. Remove it, or make it again.', place);
  return parsed.data;
}
