import { compressedSize } from '../export/compressed-size';
import { prunedModelFiles } from '../export/pruned-files';
import { addOverlaps, compareMasks, packMask, type PackedMasks, type TensorOverlap } from '../gaprune/compare';
import { plannedMasks } from '../gaprune/mask';
import { Pruner, type ScoredPlan } from '../gaprune/pruner';
import { scoreHistogram, type ScoreHistogram } from '../gaprune/score-histogram';
import type { TensorStatistics } from '../gaprune/statistics';
import type { EmbeddingModel } from '../model/embedding-model';
import { sizeOf } from '../tensor';
import { bytes, type Bytes } from '../units';
import type { FileSizes, MeasuredSizes, PruneSettings, TuningEngine } from './tuning-types';
import type { PrunePlan } from './types';

/** Bins of the histogram of scores. */
const BINS = 96;

/** Plans of one finished analysis, and what can be asked about them. */
export class Tuning implements Omit<TuningEngine, 'cancelPlan' | 'measureInputs' | 'cancelInputs'> {
  private planning = new AbortController();
  private measuring = new AbortController();
  private readonly packed = new Map<string, PackedMasks>();
  private readonly compressed = new Map<string, Bytes>();
  private comparing = new AbortController();
  /** Keeps the scores of magnitude beside those of the settings. */
  private readonly magnitude: Pruner;

  constructor(
    private readonly model: EmbeddingModel,
    private readonly pruner: Pruner,
    statistics: readonly TensorStatistics[],
  ) {
    this.magnitude = new Pruner(model, statistics);
  }

  /** @throws CancelledError after `cancelPlan`, and what `Pruner.plan` throws */
  async plan({ scoring, mask }: PruneSettings): Promise<PrunePlan> {
    await this.pruner.prepare(scoring, mask, this.planning.signal);
    const { total, zeros, tensors } = this.pruner.plan(scoring, mask).plan;
    const rows = tensors.map(({ name, layer, size, zeros: count, meanScore }) => ({ name, layer, size, zeros: count, meanScore }));
    return { total, zeros, tensors: rows };
  }

  cancelPlan(): void {
    this.planning.abort();
    this.planning = new AbortController();
  }

  scoreHistogram({ scoring, mask }: PruneSettings): Promise<ScoreHistogram> {
    const { table, plan } = this.pruner.plan(scoring, mask);
    return Promise.resolve(scoreHistogram(table, plan, BINS));
  }

  overlap(a: PruneSettings, b: PruneSettings): Promise<readonly TensorOverlap[]> {
    const sizes = new Map(this.model.parameters.map(({ name, shape }) => [name, sizeOf(shape)]));
    return Promise.resolve(compareMasks(this.packedMasks(a), this.packedMasks(b), sizes));
  }

  async magnitudeOverlap({ scoring, mask }: PruneSettings): Promise<number> {
    this.comparing.abort();
    this.comparing = new AbortController();
    const { signal } = this.comparing;
    const bySize = { ...scoring, ...MAGNITUDE };
    await this.pruner.prepare(scoring, mask, signal);
    await this.magnitude.prepare(bySize, mask, signal);
    const sizes = new Map(this.model.parameters.map(({ name, shape }) => [name, sizeOf(shape)]));
    const ours = packAll(this.pruner.plan(scoring, mask));
    const { both, onlyA } = addOverlaps(compareMasks(ours, packAll(this.magnitude.plan(bySize, mask)), sizes));
    return both + onlyA === 0 ? 1 : both / (both + onlyA);
  }

  async measureSizes(settings: PruneSettings): Promise<MeasuredSizes> {
    this.measuring.abort();
    this.measuring = new AbortController();
    const { signal } = this.measuring;
    const { files } = this.model;
    const dense = bytes([files.model, ...files.external.values()].reduce((sum, file) => sum + file.length, 0));
    const original = await this.measured('original', () => compressedSize(files, signal));
    const pruned = await this.measured(keyOf(settings), () => {
      const { table, plan } = this.pruner.plan(settings.scoring, settings.mask);
      return compressedSize(prunedModelFiles(this.model, plannedMasks(table, plan)), signal);
    });
    const sizes = (compressed: Bytes): FileSizes => ({ dense, compressed });
    return { original: sizes(original), pruned: sizes(pruned) };
  }

  private async measured(key: string, measure: () => Promise<Bytes>): Promise<Bytes> {
    const known = this.compressed.get(key);
    if (known !== undefined) return known;
    const size = await measure();
    this.compressed.set(key, size);
    return size;
  }

  private packedMasks(settings: PruneSettings): PackedMasks {
    const key = keyOf(settings);
    const known = this.packed.get(key);
    const masks = known ?? packAll(this.pruner.plan(settings.scoring, settings.mask));
    // The least recently used goes first.
    this.packed.delete(key);
    this.packed.set(key, masks);
    for (const old of [...this.packed.keys()].slice(0, -2)) this.packed.delete(old);
    return masks;
  }
}

const MAGNITUDE = { method: 'magnitude', postprocessing: 'none' } as const;

const keyOf = ({ scoring, mask }: PruneSettings): string => JSON.stringify([scoring, mask]);

function packAll({ table, plan }: ScoredPlan): PackedMasks {
  const masks = plannedMasks(table, plan);
  return new Map(
    plan.tensors.flatMap(({ name }) => {
      const mask = masks.get(name);
      return mask === undefined ? [] : [[name, packMask(mask)] as const];
    }),
  );
}
