import type { AnalysisSettings } from '../gaprune/settings';
import { mulberry32, shuffledIndices } from './random';

/** Records `start`…`end` − 1. */
export interface RecordRange {
  readonly start: number;
  readonly end: number;
}

/** The largest micro-batch of the Fisher pass (section 5). */
export const MAX_MICRO_BATCH = 8;

/** `n` records in runs of `size`, in order; the last run may be shorter. */
export function microBatches(n: number, size: number): RecordRange[] {
  return Array.from({ length: Math.ceil(n / size) }, (_, i) => ({ start: i * size, end: Math.min(n, (i + 1) * size) }));
}

type FisherSettings = Pick<AnalysisSettings, 'batchSize' | 'fisherBatchSize' | 'maxSamples'>;

/**
 * The micro-batches of the Fisher pass over a set of `n` records (section 5): its first `maxSamples` records in file order, in
 * batches of `batchSize`, each in micro-batches of at most 8; or in micro-batches of `fisherBatchSize` where that is given.
 */
export function fisherBatches(n: number, { batchSize, fisherBatchSize, maxSamples }: FisherSettings): RecordRange[] {
  return microBatches(Math.min(n, maxSamples), fisherBatchSize ?? batchSize).flatMap(({ start, end }) =>
    microBatches(end - start, MAX_MICRO_BATCH).map((part) => ({ start: start + part.start, end: start + part.end })),
  );
}

/** One step of the alignment pass: the records of its general and of its domain batch. */
export interface BatchPair {
  readonly general: readonly number[];
  readonly domain: readonly number[];
}

type PairSettings = Pick<AnalysisSettings, 'batchSize' | 'maxSamples' | 'shuffleSeed'>;

/**
 * The batch pairs of the alignment pass (section 6): ⌊batchSize/2⌋ general records and the rest domain ones, incomplete batches
 * dropped, until a set runs out or the next pair would exceed `maxSamples` records in all. Without a seed, in file order; with one,
 * the general and then the domain records are shuffled by one generator.
 */
export function alignmentPairs(
  generalRecords: number,
  domainRecords: number,
  { batchSize, maxSamples, shuffleSeed }: PairSettings,
): BatchPair[] {
  const generalBatch = Math.floor(batchSize / 2);
  const domainBatch = batchSize - generalBatch;
  const random = shuffleSeed === null ? null : mulberry32(shuffleSeed);
  const general = shuffledIndices(generalRecords, random);
  const domain = shuffledIndices(domainRecords, random);
  const pairs = Math.min(
    Math.floor(generalRecords / generalBatch),
    Math.floor(domainRecords / domainBatch),
    Math.floor(maxSamples / batchSize),
  );
  return Array.from({ length: pairs }, (_, i) => ({
    general: general.slice(i * generalBatch, (i + 1) * generalBatch),
    domain: domain.slice(i * domainBatch, (i + 1) * domainBatch),
  }));
}
