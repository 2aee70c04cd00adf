import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Statistics } from '../gaprune/statistics';
import type { Milliseconds } from '../units';
import { PROGRAM } from '../program';
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

/** The files of a run: `run.json` and `statistics.safetensors`, the latter in parts. */
export async function runFiles(
  run: FinishedRun,
): Promise<{ readonly manifest: RunManifest; readonly files: ReadonlyMap<string, string | readonly Uint8Array[]> }> {
  const { settings, device, elapsedMs, statistics } = run;
  const modelFiles: Record<string, string> = {};
  for (const [path, content] of run.modelFiles) modelFiles[path] = await sha256Of(new Blob([content.slice()]));
  const manifest: RunManifest = {
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
  const files = new Map<string, string | readonly Uint8Array[]>([
    [RUN_MANIFEST, writeRunManifest(manifest)],
    [RUN_STATISTICS, writeStatistics(statistics.tensors)],
  ]);
  return { manifest, files };
}

async function describeData({ set, content }: DataSource): Promise<RunManifest['generalData']> {
  return { fileName: set.fileName.replace(/^.*[\\/]/, ''), sha256: await sha256Of(content), records: set.triplets.length };
}
