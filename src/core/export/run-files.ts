import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Statistics, TensorStatistics } from '../gaprune/statistics';
import { PROGRAM } from '../program';
import type { Milliseconds } from '../units';
import { RUN_VERSION, type RunManifest, writeRunManifest } from './run-manifest';
import { sha256Of } from './sha256';
import { writeStatistics } from './statistics-file';

/** A finished analysis and what it was made from. */
export interface FinishedRun {
  readonly settings: AnalysisSettings;
  /** Every file of the model's folder, by relative path. */
  readonly modelFiles: ReadonlyMap<string, Uint8Array>;
  readonly general: DataSource;
  readonly domain: DataSource;
  readonly device: string;
  readonly elapsedMs: Milliseconds;
  readonly statistics: Statistics;
}

export interface DataSource {
  readonly set: TripletSet;
  /** The file itself, for its hash. */
  readonly content: Blob;
}

export const RUN_MANIFEST = 'run.json';
export const RUN_STATISTICS = 'statistics.safetensors';

/** What `run.json` says of a run: its settings, the hashes of all it was made from, and its small figures. */
export async function describeRun(run: FinishedRun): Promise<RunManifest> {
  const { settings, device, elapsedMs, statistics } = run;
  const modelFiles: Record<string, string> = {};
  for (const [path, content] of run.modelFiles) modelFiles[path] = await sha256Of(new Blob([content.slice()]));
  return {
    version: RUN_VERSION,
    program: PROGRAM,
    settings,
    modelFiles,
    generalData: await describeData(run.general),
    domainData: await describeData(run.domain),
    device,
    elapsedMs,
    losses: statistics.losses,
    pairs: statistics.pairs,
    tensors: statistics.tensors.map(({ name, shape, tensorAlignment, conflictRate }) => ({
      name,
      shape: [...shape],
      tensorAlignment,
      conflictRate,
    })),
  };
}

/** The files of a run: `run.json` and `statistics.safetensors`, the latter in parts. */
export function runFiles(manifest: RunManifest, tensors: readonly TensorStatistics[]): ReadonlyMap<string, string | readonly Uint8Array[]> {
  return new Map<string, string | readonly Uint8Array[]>([
    [RUN_MANIFEST, writeRunManifest(manifest)],
    [RUN_STATISTICS, writeStatistics(tensors)],
  ]);
}

async function describeData({ set, content }: DataSource): Promise<RunManifest['generalData']> {
  return { fileName: set.fileName.replace(/^.*[\\/]/, ''), sha256: await sha256Of(content), records: set.triplets.length };
}
