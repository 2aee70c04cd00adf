import { z } from 'zod';
import { curvePoint } from './curve';
import { recommendation } from './recommendation-file';
import { sensitivityRow } from './sensitivity';

/** What was measured of a run in the studio, kept with its session. A key tells which settings and records figures belong to. */
export const findings = z.object({
  curve: z.object({ key: z.string(), points: z.array(curvePoint).readonly() }),
  sensitivity: z.object({ key: z.string(), rows: z.array(sensitivityRow).readonly() }),
  recommendation: recommendation.nullable(),
});
export type Findings = z.infer<typeof findings>;
