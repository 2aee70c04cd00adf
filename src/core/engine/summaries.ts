import type { Reading } from '../data/formats';
import type { InspectedTriplets } from '../data/triplet-collector';
import { mean } from '../gaprune/moments';
import type { BatchLoss, Statistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { readWeight } from '../model/weight-values';
import type { Milliseconds } from '../units';
import type { AnalysisSummary, TripletSummary } from './types';

/** Records shown of a data set. */
const PREVIEW = 5;

/** What the page shows of a data set: what was read, what was not, and why. */
export function summarizeSet({ set, badRecords, notKept, problems, columns, read }: InspectedTriplets, reading: Reading): TripletSummary {
  const { fileName, triplets, pairs } = set;
  const used = new Set([...read.query, ...read.positive, ...read.negative]);
  return {
    ...{ fileName, records: triplets.length, preview: triplets.slice(0, PREVIEW), pairs: pairs === true },
    ...{ leftOut: badRecords, problems, notKept, reading, read },
    severalNegatives: triplets.filter(({ moreNegatives = [] }) => moreNegatives.length > 0).length,
    ignored: columns.filter((column) => !used.has(column)),
  };
}

/** The figures of an analysis that the page shows, one row per prunable weight. */
export function summarizeAnalysis(
  model: EmbeddingModel,
  statistics: Statistics,
  device: string,
  elapsedMs: Milliseconds,
): Omit<AnalysisSummary, 'heldOut' | 'imported' | 'notFinite'> {
  const measured = new Map(statistics.tensors.map((tensor) => [tensor.name, tensor]));
  const { losses } = statistics;
  const passes = [losses.fisherGeneral, losses.fisherDomain, losses.alignmentGeneral];
  return {
    device,
    elapsedMs,
    meanLossGeneral: meanLoss(losses.fisherGeneral),
    meanLossDomain: meanLoss(losses.fisherDomain),
    skipped: passes.flat().filter(({ counted }) => !counted).length,
    tensors: model.parameters.flatMap(({ name, initializer, prunable }) => {
      const tensor = measured.get(name);
      const stored = model.tensors.get(initializer);
      if (!prunable || tensor === undefined || stored === undefined) return [];
      return [
        {
          name,
          meanFisherGeneral: mean(tensor.fisherGeneral),
          meanFisherDomain: mean(tensor.fisherDomain),
          tensorAlignment: tensor.tensorAlignment,
          conflictRate: tensor.conflictRate,
          meanMagnitude: mean(readWeight(stored), Math.abs),
        },
      ];
    }),
  };
}

/** Mean over the samples that were counted; null of none. */
function meanLoss(losses: readonly BatchLoss[]): number | null {
  const counted = losses.filter((loss) => loss.counted);
  const samples = counted.reduce((sum, loss) => sum + loss.samples, 0);
  return samples === 0 ? null : counted.reduce((sum, { loss, samples: n }) => sum + loss * n, 0) / samples;
}
