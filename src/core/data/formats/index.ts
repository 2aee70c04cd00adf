import { FileReadError } from '../../bytes/errors';
import { InvalidDataError } from '../errors';
import type { FieldMapping } from '../field-mapping';
import type { TripletSet } from '../triplet';
import { type InspectedTriplets, refuseBadRecords } from '../triplet-collector';
import type { DataFile, DataFormat } from './data-format';
import { delimited } from './delimited';
import { json } from './json';
import { parquet } from './parquet';
import { type Reading, STRICT } from './reading';

export type { Reading } from './reading';

/** Every kind of file that a data set can come in. */
export const DATA_FORMATS: readonly DataFormat[] = [json, delimited, parquet];

/** What begins so is to be unpacked first, whatever its name. */
const ARCHIVES: readonly { readonly kind: string; readonly magic: readonly number[] }[] = [
  { kind: 'compressed by gzip', magic: [0x1f, 0x8b] },
  { kind: 'a zip archive or a spreadsheet', magic: [0x50, 0x4b, 3, 4] },
  { kind: 'compressed by Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
];

/** So many bytes tell the kind of a file. */
const START = 4096;

/**
 * Read a data set of any known format. The name's ending says which, unless the file begins as a Parquet file; without a known
 * ending, the first bytes do.
 *
 * @param mapping columns to read, for a file with unusual names
 * @throws InvalidDataError, InvalidJsonError, FileReadError
 */
export async function inspectData(file: DataFile, mapping: FieldMapping | null = null): Promise<InspectedTriplets> {
  const begin = file.content.slice(0, START).arrayBuffer();
  const start = new Uint8Array(
    await begin.catch((cause: unknown) => {
      throw FileReadError.ofBlob(file.content, cause);
    }),
  );
  if (start.length === 0) throw new InvalidDataError('The file is empty.', file.name);
  return formatOf(file.name, start).read(file, mapping);
}

/** As {@link inspectData}, and refuse what does not hold to the reading. @throws BadRecordsError, UnknownColumnsError too */
export async function openData(file: DataFile, { fields, skipBadRecords }: Reading = STRICT): Promise<InspectedTriplets> {
  const inspected = await inspectData(file, fields);
  if (!skipBadRecords || inspected.set.triplets.length === 0) refuseBadRecords(file.name, inspected);
  return inspected;
}

/** The set of {@link openData} alone. */
export async function readData(file: DataFile, reading: Reading = STRICT): Promise<TripletSet> {
  return (await openData(file, reading)).set;
}

function formatOf(name: string, start: Uint8Array): DataFormat {
  if (parquet.recognises(start)) return parquet;
  const archive = ARCHIVES.find(({ magic }) => magic.every((byte, i) => start[i] === byte));
  if (archive !== undefined) throw new InvalidDataError(`The file is ${archive.kind}. Unpack it, and give what is in it.`, name);
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const named = DATA_FORMATS.find(({ extensions }) => extensions.includes(extension));
  const format = named ?? DATA_FORMATS.find((each) => each.recognises(start));
  if (format === undefined) {
    const known = DATA_FORMATS.map(({ label }) => label).join(', ');
    throw new InvalidDataError(`The file is of no known kind. Known are: ${known}.`, name);
  }
  return format;
}
