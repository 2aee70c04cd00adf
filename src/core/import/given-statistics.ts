import { z } from 'zod';
import { readSafetensors } from '../export/safetensors';
import { InvalidStatisticsError } from './errors';
import { type GivenArray, NUMBER_TYPES } from './given-array';
import { readNpy } from './npy';

/** What another program measured, by its own names of the weights. */
export interface GivenStatistics {
  readonly fisherGeneral: ReadonlyMap<string, GivenArray>;
  readonly fisherDomain: ReadonlyMap<string, GivenArray>;
  /** Mean gradients; empty where there are none. */
  readonly gradGeneral: ReadonlyMap<string, GivenArray>;
  readonly gradDomain: ReadonlyMap<string, GivenArray>;
  /** Tensor alignment and conflict rate by name, where they are told. */
  readonly alignment: ReadonlyMap<string, number>;
  readonly conflictRates: ReadonlyMap<string, number>;
}

type Files = ReadonlyMap<string, Uint8Array>;

/**
 * Statistics in one of the forms that programs write: a safetensors file with `fisher_general/NAME`, `fisher_domain/NAME` and, if there are
 * any, `grad_general/NAME` and `grad_domain/NAME`; or the folders of the reference, one `.npy` file for each weight.
 *
 * @param files by relative path
 * @throws InvalidStatisticsError, InvalidSafetensorsError
 */
export function readGivenStatistics(files: Files): GivenStatistics {
  const stored = [...files].filter(([path]) => path.endsWith('.safetensors'));
  const [first, second] = stored;
  if (second !== undefined) throw new InvalidStatisticsError('There are several safetensors files; give one.', second[0]);
  return first === undefined ? fromReference(files) : fromSafetensors(...first);
}

const DTYPES = new Map<string, keyof typeof NUMBER_TYPES>([
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['F32', 'float32'],
  ['F64', 'float64'],
]);

function fromSafetensors(path: string, file: Uint8Array): GivenStatistics {
  const { tensors } = readSafetensors(file);
  const arrays = (prefix: string): Map<string, GivenArray> =>
    new Map(
      [...tensors].flatMap(([key, { dtype, shape, bytes }]) => {
        if (!key.startsWith(`${prefix}/`)) return [];
        const type = DTYPES.get(dtype);
        if (type === undefined) throw new InvalidStatisticsError(`Statistics of type ${dtype} are not read.`, `${path}, ${key}`);
        return [[key.slice(prefix.length + 1), { shape, values: NUMBER_TYPES[type](bytes) }] as const];
      }),
    );
  return {
    fisherGeneral: arrays('fisher_general'),
    fisherDomain: arrays('fisher_domain'),
    gradGeneral: arrays('grad_general'),
    gradDomain: arrays('grad_domain'),
    alignment: new Map(),
    conflictRates: new Map(),
  };
}

/** The reference names a folder by the data set: `general-example_fisher_complete_scores_20250101_120000_tensors`. */
const TENSOR_FOLDER = /^(?:.*\/)?([^/]*)_fisher_complete_scores_[^/]*_tensors\/([^/]+)\.npy$/;

function fromReference(files: Files): GivenStatistics {
  const sets = new Map<string, Map<string, GivenArray>>();
  for (const [path, content] of files) {
    const [, set, name] = TENSOR_FOLDER.exec(path) ?? [];
    // The same array lies there a second time, with underscores for dots.
    if (set === undefined || name?.includes('.') !== true) continue;
    const arrays = sets.get(set) ?? new Map<string, GivenArray>();
    sets.set(set, arrays.set(name, readNpy(content, path)));
  }
  const names = [...sets.keys()];
  const [general, domain] = [names.filter((name) => name.startsWith('general')), names.filter((name) => !name.startsWith('general'))];
  if (general.length !== 1 || domain.length !== 1) {
    throw new InvalidStatisticsError(
      'There is no safetensors file, and not one folder NAME_fisher_complete_scores_…_tensors of a general and one of a domain set.',
      names.join(', ') || 'no such folder',
    );
  }
  const { alignment_scores, conflict_rates } = alignmentIn(files);
  return {
    fisherGeneral: sets.get(general[0] ?? '') ?? new Map(),
    fisherDomain: sets.get(domain[0] ?? '') ?? new Map(),
    gradGeneral: new Map(),
    gradDomain: new Map(),
    alignment: new Map(Object.entries(alignment_scores)),
    conflictRates: new Map(Object.entries(conflict_rates)),
  };
}

const alignmentFile = z.object({
  alignment_scores: z.record(z.string(), z.number().min(-1.001).max(1.001)).default({}),
  conflict_rates: z.record(z.string(), z.number().min(0).max(1)).default({}),
});

/** The reference's `alignment_scores_….json`, where it is there. */
function alignmentIn(files: Files): z.infer<typeof alignmentFile> {
  const found = [...files].find(([path]) => /(^|\/)alignment_scores_[^/]*\.json$/.test(path));
  if (found === undefined) return alignmentFile.parse({});
  try {
    return alignmentFile.parse(JSON.parse(new TextDecoder().decode(found[1])));
  } catch (cause) {
    throw new InvalidStatisticsError('The alignment scores are not what they should be.', found[0], { cause });
  }
}
