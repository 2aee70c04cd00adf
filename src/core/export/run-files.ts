import type { ByteSource } from '../bytes/byte-source';
import { type FieldMapping, writeMapping } from '../data/field-mapping';
import { type Reading, STRICT } from '../data/formats/reading';
import type { TripletSet } from '../data/triplet';
import type { AnalysisSettings } from '../gaprune/settings';
import type { Statistics, TensorStatistics } from '../gaprune/statistics';
import { PROGRAM } from '../program';
import type { Milliseconds } from '../units';
import { recordsOfRun } from '../sample/choose-records';
import { RUN_VERSION, type RunData, type RunManifest, writeRunManifest } from './run-manifest';
import { sha256Of, sha256OfParts, sha256OfSource } from './sha256';
import { writeStatistics } from './statistics-file';

/** What became of the records of a set: how many were put aside, and which of the others were drawn. */
export interface UsedRecords {
  readonly heldOut: number;
  readonly sample: readonly number[] | null;
}

/** A finished analysis and what it was made from. */
export interface FinishedRun {
  readonly settings: AnalysisSettings;
  /** Every file of the model's folder, by relative path. */
  readonly modelFiles: ReadonlyMap<string, ByteSource>;
  /** Null where it is not known. */
  readonly general: DataSource | null;
  readonly domain: DataSource | null;
  readonly used: { readonly general: UsedRecords; readonly domain: UsedRecords };
  readonly device: string;
  readonly elapsedMs: Milliseconds;
  readonly statistics: Statistics;
}

/** A data set with the file it came from, and how that was read. */
export interface DataSource {
  readonly set: TripletSet;
  /** The file itself, for its hash. */
  readonly content: Blob;
  readonly reading: Reading;
  /** Records of the file that could not be used. */
  readonly leftOut: number;
}

export const RUN_MANIFEST = 'run.json';
export const RUN_STATISTICS = 'statistics.safetensors';

/** What `run.json` says in place of a device where another program measured. */
export const IMPORTED = 'imported';
export const isImported = ({ device }: Pick<RunManifest, 'device'>): boolean => device === IMPORTED;

/** What `run.json` says of a run: its settings, the hashes of all it was made from, and its small figures. */
export async function describeRun(run: FinishedRun): Promise<RunManifest> {
  const { settings, device, elapsedMs, statistics } = run;
  const modelFiles: Record<string, string> = {};
  for (const [path, content] of run.modelFiles) modelFiles[path] = await sha256OfSource(content);
  const generalData = await describeData(run.general, run.used.general);
  const domainData = await describeData(run.domain, run.used.domain);
  return {
    version: RUN_VERSION,
    program: PROGRAM,
    settings,
    modelFiles,
    ...{ generalData, domainData, device, elapsedMs },
    losses: statistics.losses,
    notFinite: inFile(run, { settings, generalData, domainData }),
    pairs: statistics.pairs,
    tensors: statistics.tensors.map(({ name, shape, tensorAlignment, conflictRate, comparedPairs }) => ({
      name,
      shape: [...shape],
      tensorAlignment,
      conflictRate,
      comparedPairs,
    })),
  };
}

/** What was left out, by the numbers that records have in the sets as they were read. */
function inFile(
  { general, domain, statistics: { notFinite = [] } }: FinishedRun,
  run: Pick<RunManifest, 'settings' | 'generalData' | 'domainData'>,
): RunManifest['notFinite'] {
  if (notFinite.length === 0 || general === null || domain === null) return [];
  const [read, analysed] = [{ general: general.set, domain: domain.set }, recordsOfRun(general.set, domain.set, run)];
  return notFinite.map(({ set, records }) => ({
    set,
    records: records.map((record) => read[set].triplets.findIndex((triplet) => triplet === analysed[set].triplets[record])),
  }));
}

/** The files of a run: `run.json` and `statistics.safetensors`, the latter in parts; the first knows the hash of the second. */
export async function runFiles(
  manifest: RunManifest,
  tensors: readonly TensorStatistics[],
): Promise<ReadonlyMap<string, string | readonly Uint8Array[]>> {
  const statistics = writeStatistics(tensors);
  const statisticsFile = { sha256: await sha256OfParts(statistics), bytes: statistics.reduce((sum, part) => sum + part.length, 0) };
  return new Map<string, string | readonly Uint8Array[]>([
    [RUN_MANIFEST, writeRunManifest({ ...manifest, statisticsFile })],
    [RUN_STATISTICS, statistics],
  ]);
}

/** How a run read one of its sets. Records that were left out then are left out again. */
export function readingIn(data: RunManifest['generalData']): Reading {
  return data === null ? STRICT : { fields: data.fields, skipBadRecords: true };
}

/** Whether a set was read as a run read it: the same columns, and as many records. */
export function isReadAs({ set, reading }: DataSource, { fields, records }: RunData): boolean {
  const written = (mapping: FieldMapping | null): string => (mapping === null ? '' : writeMapping(mapping));
  return set.triplets.length === records && written(reading.fields) === written(fields);
}

async function describeData(source: DataSource | null, { heldOut, sample }: UsedRecords): Promise<RunData | null> {
  if (source === null) return null;
  const { set, content, reading, leftOut } = source;
  const { fields } = reading;
  return {
    fileName: set.fileName.replace(/^.*[\\/]/, ''),
    sha256: await sha256Of(content),
    records: set.triplets.length,
    fields: fields === null ? null : { ...fields, negatives: [...fields.negatives] },
    leftOut,
    heldOut,
    sample: sample === null ? null : [...sample],
  };
}
