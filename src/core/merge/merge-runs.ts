import type { RunManifest } from '../export/run-manifest';
import { gradientProduct, tensorAlignment } from '../gaprune/alignment';
import type { AnalysisLosses, BatchLoss, TensorStatistics } from '../gaprune/statistics';
import { PROGRAM } from '../program';
import { type NamedRun, shardsInOrder } from './check-shards';
import { ShardMismatchError } from './errors';

/** A shard whose arrays are read when their turn comes, so that one run's are in memory at a time. */
export interface ShardRun extends NamedRun {
  readonly statistics: () => Promise<readonly TensorStatistics[]>;
}

export interface MergedRun {
  readonly manifest: RunManifest;
  readonly tensors: readonly TensorStatistics[];
}

/**
 * The run that all shards of an analysis make together. Fisher information is `Σ g² / samples + 1e-8`, so that of all samples is the mean of
 * the shards' weighted by their samples, the floor included; likewise the mean gradients by pairs (sections 5, 6). Losses are in the order of
 * the whole schedule, and times are added up.
 * @throws ShardMismatchError, and what reading a run throws
 */
export async function mergeRuns(runs: readonly ShardRun[]): Promise<MergedRun> {
  const shards = shardsInOrder(runs);
  const losses: AnalysisLosses = {
    fisherGeneral: inBatchOrder(shards, 'fisherGeneral'),
    fisherDomain: inBatchOrder(shards, 'fisherDomain'),
    alignmentGeneral: inBatchOrder(shards, 'alignmentGeneral'),
    alignmentDomain: inBatchOrder(shards, 'alignmentDomain'),
  };
  const pairs = shards.reduce((sum, { manifest }) => sum + manifest.pairs, 0);
  const samples = { general: samplesIn(losses.fisherGeneral), domain: samplesIn(losses.fisherDomain) };
  const sums = new Map<string, Sum>();
  for (const { name, manifest, statistics } of shards) {
    const share = {
      general: samplesIn(manifest.losses.fisherGeneral) / samples.general,
      domain: samplesIn(manifest.losses.fisherDomain) / samples.domain,
      pairs: manifest.pairs / pairs,
    };
    for (const tensor of await statistics()) {
      const sum = sums.get(tensor.name) ?? new Sum(tensor);
      sums.set(tensor.name, sum);
      sum.add(tensor, share, name);
    }
  }
  const tensors = [...sums.values()].map((sum) => sum.finish());
  const [{ manifest: first }] = shards;
  const manifest = {
    ...first,
    program: PROGRAM,
    settings: { ...first.settings, shard: null },
    device: [...new Set(shards.map((shard) => shard.manifest.device))].join(', '),
    elapsedMs: shards.reduce((sum, shard) => sum + shard.manifest.elapsedMs, 0),
    ...{ losses, pairs },
    notFinite: [
      ...new Map(shards.flatMap((shard) => shard.manifest.notFinite ?? []).map((entry) => [JSON.stringify(entry), entry])).values(),
    ],
    tensors: tensors.map(({ name, shape, tensorAlignment, conflictRate, comparedPairs }) => ({
      ...{ name, shape: [...shape], tensorAlignment, conflictRate, comparedPairs },
    })),
  };
  return { manifest, tensors };
}

interface Share {
  readonly general: number;
  readonly domain: number;
  readonly pairs: number;
}

/** One weight's statistics, added up over shards in float32, as they were on the device. */
class Sum {
  private readonly arrays;
  private compared = 0;
  private conflicts = 0;

  constructor(private readonly like: TensorStatistics) {
    const zeros = (): Float32Array => new Float32Array(like.fisherGeneral.length);
    this.arrays = { fisherGeneral: zeros(), fisherDomain: zeros(), gradGeneral: zeros(), gradDomain: zeros() };
  }

  add(tensor: TensorStatistics, { general, domain, pairs }: Share, run: string): void {
    const { comparedPairs } = tensor;
    if (comparedPairs === undefined)
      throw new ShardMismatchError('The run does not say how many pairs were compared.', `${run}, ${tensor.name}`);
    addScaled(this.arrays.fisherGeneral, tensor.fisherGeneral, general);
    addScaled(this.arrays.fisherDomain, tensor.fisherDomain, domain);
    addScaled(this.arrays.gradGeneral, tensor.gradGeneral, pairs);
    addScaled(this.arrays.gradDomain, tensor.gradDomain, pairs);
    this.compared += comparedPairs;
    this.conflicts += Math.round(tensor.conflictRate * comparedPairs);
  }

  finish(): TensorStatistics {
    const { name, shape } = this.like;
    return {
      ...{ name, shape, ...this.arrays },
      tensorAlignment: tensorAlignment(gradientProduct(this.arrays.gradGeneral, this.arrays.gradDomain)),
      conflictRate: this.compared === 0 ? 0 : this.conflicts / this.compared,
      comparedPairs: this.compared,
    };
  }
}

function addScaled(sum: Float32Array, values: Float32Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + factor * values[i]!;
}

/** Batch k of the whole schedule is batch ⌊k/n⌋ of shard k mod n. */
function inBatchOrder(shards: readonly NamedRun[], list: keyof AnalysisLosses): BatchLoss[] {
  const lists = shards.map(({ manifest }) => manifest.losses[list]);
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  return Array.from({ length: total }, (_, k) => {
    const batch = lists[k % lists.length]?.[Math.floor(k / lists.length)];
    if (batch === undefined) throw new ShardMismatchError('The run lacks batches of its shard.', shards[k % shards.length]?.name);
    return batch;
  });
}

function samplesIn(losses: readonly BatchLoss[]): number {
  return losses.reduce((sum, { samples, counted }) => sum + (counted ? samples : 0), 0);
}
