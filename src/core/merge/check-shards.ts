import type { RunManifest } from '../export/run-manifest';
import { ShardMismatchError } from './errors';

/** A run under the name that it is given by. */
export interface NamedRun {
  readonly name: string;
  readonly manifest: RunManifest;
}

type Shard = NonNullable<RunManifest['settings']['shard']>;

/**
 * The shards of one analysis in their order, once it is known that each of them is there once, and that they were made from the same
 * model, data and settings.
 * @throws ShardMismatchError
 */
export function shardsInOrder<R extends NamedRun>(runs: readonly R[]): readonly [R, ...R[]] {
  const shards = runs.map((run) => ({ run, ...shardOf(run) })).sort((a, b) => a.index - b.index);
  const [first, ...others] = shards;
  if (first === undefined) throw new ShardMismatchError('There is no run to merge.');
  shards.forEach(({ run, index, count }, at) => {
    if (count !== first.count) {
      throw new ShardMismatchError(`One run is of ${count} shards, another of ${first.count}.`, `${run.name}, ${first.run.name}`);
    }
    const before = shards[at - 1];
    if (before?.index === index) {
      throw new ShardMismatchError(`Shard ${index} of ${count} is there twice.`, `${before.run.name}, ${run.name}`);
    }
  });
  const missing = Array.from({ length: first.count }, (_, at) => at + 1).filter((index) => !shards.some((shard) => shard.index === index));
  if (missing.length > 0) throw new ShardMismatchError(`Of ${first.count} shards some are missing: ${missing.join(', ')}.`);
  for (const { run } of others) checkSame(run, first.run);
  return [first.run, ...others.map(({ run }) => run)];
}

function shardOf({ name, manifest }: NamedRun): Shard {
  const { shard } = manifest.settings;
  if (shard === null) throw new ShardMismatchError('The run is no shard: gaprune analyze --shard makes them.', name);
  return shard;
}

function checkSame({ name, manifest }: NamedRun, first: NamedRun): void {
  const refuse = (what: string, where: string): never => {
    throw new ShardMismatchError(`The run has ${what} than ${first.name}.`, `${name}, ${where}`);
  };
  const [own, others] = [partsOf(manifest), partsOf(first.manifest)];
  const file = different(own.model, others.model);
  if (file !== null) refuse('another model', file);
  for (const role of ['general', 'domain'] as const) {
    const field = different(own[role], others[role]);
    if (field !== null) refuse(field === 'sample' ? `other records of the ${role} set` : `another ${role} set`, field);
  }
  const setting = different(own.settings, others.settings);
  if (setting !== null) refuse('another setting', setting);
  const weight = different(own.weights, others.weights);
  if (weight !== null) refuse('other weights', weight);
}

type Table = Readonly<Record<string, unknown>>;

/** What has to be the same. Where a file lay, how much memory there was and whether a device was checked changes no statistic. */
function partsOf({ modelFiles, generalData, domainData, settings, tensors }: RunManifest) {
  return {
    model: modelFiles,
    general: { ...generalData, fileName: null },
    domain: { ...domainData, fileName: null },
    settings: { ...settings, shard: null, memoryMiB: null, deviceCheck: null },
    weights: Object.fromEntries(tensors.map(({ name, shape }) => [name, shape])),
  } satisfies Readonly<Record<string, Table>>;
}

/** The first key under which two tables differ, or null. */
function different(a: Table, b: Table): string | null {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].find((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])) ?? null;
}
