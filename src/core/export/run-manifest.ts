import { z } from 'zod';
import { GapruneError } from '../errors';
import { analysisSettings } from '../gaprune/settings';

/** The version of the run format this program writes and reads. */
export const RUN_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'not a SHA-256 in hexadecimal');

/** JSON has no NaN; a loss that is not finite is written as null and read as NaN. */
const loss = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN);
const batchLosses = z.array(z.object({ loss, samples: z.int().min(0), counted: z.boolean() })).readonly();

/** A set as an analysis read it. */
const dataSource = z.object({
  fileName: z.string(),
  sha256,
  records: z.int().min(1),
  /** The columns that were read, where they were chosen; null for the known names. */
  fields: z
    .object({ query: z.string(), positive: z.string(), negatives: z.array(z.string()) })
    .nullable()
    .default(null),
  /** Records that could not be used and were left out. */
  leftOut: z.int().min(0).default(0),
  /** Records that were put aside to measure with. */
  heldOut: z.int().min(0).default(0),
  /** The records that were drawn, by their number among those that were not put aside; null for the first ones. */
  sample: z.array(z.int().min(0)).nullable().default(null),
});

/** `RUN/run.json`: where the statistics beside it come from, and what is small enough to be read. */
export const runManifest = z.object({
  version: z.literal(RUN_VERSION),
  /** Version of the program that wrote it. */
  program: z.string(),
  settings: analysisSettings,
  /** SHA-256 of the model's and the data's files, by file name. */
  modelFiles: z.record(z.string(), sha256),
  /** Null where statistics were imported and nobody said which records they were measured on. */
  generalData: dataSource.nullable(),
  domainData: dataSource.nullable(),
  device: z.string(),
  elapsedMs: z.number().min(0),
  losses: z.object({
    fisherGeneral: batchLosses,
    fisherDomain: batchLosses,
    alignmentGeneral: batchLosses,
    alignmentDomain: batchLosses,
  }),
  /** The file of arrays beside it, so that the two of different runs are not taken for one. Older runs do not say. */
  statisticsFile: z.object({ sha256, bytes: z.int().min(0) }).optional(),
  /**
   * Records that were left out because no finite loss and gradient could be made of them, by their number among those that were read of the
   * file, from 0; several together where none is to blame alone. Older runs do not say.
   */
  notFinite: z.array(z.object({ set: z.enum(['general', 'domain']), records: z.array(z.int().min(0)).readonly() })).optional(),
  /** Batch pairs of the alignment pass that were counted. */
  pairs: z.int().min(0),
  tensors: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int().min(0)),
      tensorAlignment: z.number().min(-1.001).max(1.001),
      conflictRate: z.number().min(0).max(1),
      /** Batch pairs that the conflict rate is a share of. Older runs do not say. */
      comparedPairs: z.int().min(0).optional(),
    }),
  ),
});
export type RunManifest = z.infer<typeof runManifest>;
export type RunData = z.infer<typeof dataSource>;

/** A run folder cannot be read; the place is the field, or the file. */
export class InvalidRunError extends GapruneError {
  readonly code = 'INVALID_RUN';
}

/** The text of `run.json`. Keys keep the order of the schema, so equal runs give equal files. */
export function writeRunManifest(manifest: RunManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Read `run.json`. @throws InvalidRunError */
export function readRunManifest(text: string): RunManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidRunError('The run is not valid JSON.', 'run.json', { cause });
  }
  const version = z.looseObject({ version: z.number() }).safeParse(value);
  if (version.success && version.data.version > RUN_VERSION) {
    throw new InvalidRunError(
      `The run was written by a newer program: version ${version.data.version}, read here is ${RUN_VERSION}.`,
      'run.json',
    );
  }
  const parsed = runManifest.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidRunError(
    `The run is not what it should be: ${issue?.message ?? 'wrong shape'}.`,
    `run.json, ${issue?.path.join('.') ?? ''}`,
  );
}
