import { alignmentPairs, fisherBatches } from '../data/loaders';
import type { AnalysisSettings } from '../gaprune/settings';

/** A part of an analysis in which every step is of one kind. `together` measures Fisher information and alignment at once. */
export type StepPhase = 'together' | 'fisher-general' | 'fisher-domain' | 'alignment';

/** Gradients of one micro-batch of a set, or of one of each, and what they are added to. */
export interface Step {
  /** Records of the general set, null where there is no gradient of it. */
  readonly general: readonly number[] | null;
  readonly domain: readonly number[] | null;
  readonly fisher: boolean;
  /** Both gradients belong to a pair. */
  readonly alignment: boolean;
}

export interface Phase {
  readonly phase: StepPhase;
  readonly steps: readonly Step[];
}

export type ScheduleSettings = Pick<
  AnalysisSettings,
  'batchSize' | 'fisherBatchSize' | 'maxSamples' | 'shuffleSeed' | 'separatePasses' | 'shard'
>;

/** What an analysis of two sets does, in order (sections 5 and 6). */
export interface Schedule {
  readonly phases: readonly Phase[];
  /** Gradients to make, one per micro-batch. */
  readonly gradients: number;
  /** Records to run through the model, each as often as it is. */
  readonly records: number;
}

/**
 * Plan the steps of an analysis. As the reference has it, Fisher information of both sets and then pairs of batches. Where the batches of the pairs
 * are the micro-batches of the Fisher information, one gradient serves both: every sum still adds up the same gradients in the same
 * order, so that the results are the same, bit for bit.
 *
 * A shard takes its part of each of the three lists of batches, after it is known whether they are shared.
 */
export function scheduleOf(generalRecords: number, domainRecords: number, settings: ScheduleSettings): Schedule {
  const fisher = (n: number): number[][] => fisherBatches(n, settings).map(({ start, end }) => range(start, end));
  const [general, domain] = [fisher(generalRecords), fisher(domainRecords)];
  const pairs = alignmentPairs(generalRecords, domainRecords, settings);
  const fused =
    !settings.separatePasses &&
    pairs.length > 0 &&
    pairs.every((pair, i) => sameRecords(pair.general, general[i]) && sameRecords(pair.domain, domain[i]));
  const ofGeneral = (records: readonly number[]): Step => ({ general: records, domain: null, fisher: true, alignment: false });
  const ofDomain = (records: readonly number[]): Step => ({ general: null, domain: records, fisher: true, alignment: false });
  const own = { general: dealt(general, settings.shard), domain: dealt(domain, settings.shard), pairs: dealt(pairs, settings.shard) };
  const first = fused ? own.pairs.length : 0;
  const phases: Phase[] = [
    { phase: 'together', steps: fused ? own.pairs.map((pair) => ({ ...pair, fisher: true, alignment: true })) : [] },
    { phase: 'fisher-general', steps: own.general.slice(first).map(ofGeneral) },
    { phase: 'fisher-domain', steps: own.domain.slice(first).map(ofDomain) },
    { phase: 'alignment', steps: fused ? [] : own.pairs.map((pair) => ({ ...pair, fisher: false, alignment: true })) },
  ];
  const steps = phases.flatMap((phase) => phase.steps);
  const sum = (of: (step: Step) => number): number => steps.reduce((total, step) => total + of(step), 0);
  return {
    phases: phases.filter((phase) => phase.steps.length > 0),
    gradients: sum(gradientsOf),
    records: sum(recordsOf),
  };
}

/** Batches are dealt out like cards, so that shards have equally many of each kind, give or take one. */
function dealt<T>(batches: readonly T[], shard: AnalysisSettings['shard']): readonly T[] {
  return shard === null ? batches : batches.filter((_, batch) => batch % shard.count === shard.index - 1);
}

/** Whether gradients serve the Fisher information and the alignment at once. */
export function isFused({ phases }: Schedule): boolean {
  return phases.some(({ phase }) => phase === 'together');
}

/** One for each set that a step takes records of. */
export function gradientsOf({ general, domain }: Step): number {
  return Number(general !== null) + Number(domain !== null);
}

export function recordsOf({ general, domain }: Step): number {
  return (general?.length ?? 0) + (domain?.length ?? 0);
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}

function sameRecords(a: readonly number[], b: readonly number[] | undefined): boolean {
  return a.length === b?.length && a.every((record, i) => record === b[i]);
}
