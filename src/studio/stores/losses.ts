import type { AnalysisPhase, AnalysisProgress } from '../../core/engine/types';

export interface LossPoint {
  readonly done: number;
  readonly phase: AnalysisPhase;
  readonly loss: number;
}

const limit = 480;

/** Adds the loss of a report. When there are too many points for a chart, every second one goes. */
export function addLoss(points: readonly LossPoint[], { done, phase, loss }: AnalysisProgress): readonly LossPoint[] {
  if (loss === null || !Number.isFinite(loss) || points.at(-1)?.done === done) return points;
  const kept = points.length < limit ? points : points.filter((_, index) => index % 2 === 0);
  return [...kept, { done, phase, loss }];
}
