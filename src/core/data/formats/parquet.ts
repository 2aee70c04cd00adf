import { InvalidDataError } from '../errors';
import { TripletCollector } from '../triplet-collector';
import type { DataFile, DataFormat } from './data-format';
import { EXTENSIONS } from './extensions';

/** "PAR1", at both ends of a file. */
const MAGIC = [0x50, 0x41, 0x52, 0x31];
/** A group of rows is read whole. */
const MAX_GROUP_BYTES = 2 ** 30;

export const parquet: DataFormat = {
  label: 'Parquet',
  help: 'The columnar format that data sets of the Hugging Face hub come in. Read a group of rows at a time.',
  extensions: EXTENSIONS.parquet,
  recognises: (start) => MAGIC.every((byte, i) => start[i] === byte),
  read: async (file, mapping) => {
    const collector = new TripletCollector(file.name, mapping);
    try {
      await readGroups(file, (row) => {
        collector.add(row);
      });
    } catch (cause) {
      if (cause instanceof InvalidDataError) throw cause;
      const reason = cause instanceof Error && !isOutOfBounds(cause) ? cause.message : 'its parts do not fit together';
      throw new InvalidDataError(
        `The Parquet file is damaged or of a kind that is not supported: ${reason.slice(0, 200)}.`,
        file.name,
        [],
        0,
        { cause },
      );
    }
    return collector.finish();
  },
};

/** The reader runs beyond the end of what is there: what it says of that is about itself. */
const isOutOfBounds = (cause: Error): boolean => cause instanceof TypeError || cause instanceof RangeError;

async function readGroups({ name, content }: DataFile, add: (row: unknown) => void): Promise<void> {
  const [{ parquetMetadataAsync, parquetReadObjects }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const buffer = { byteLength: content.size, slice: (start: number, end?: number) => content.slice(start, end).arrayBuffer() };
  const metadata = await parquetMetadataAsync(buffer);
  let start = 0;
  for (const group of metadata.row_groups) {
    if (group.total_byte_size > MAX_GROUP_BYTES)
      throw new InvalidDataError('The Parquet file has groups of rows above 1 GiB: write it with smaller ones.', name);
    const end = start + Number(group.num_rows);
    const rows = await parquetReadObjects({ file: buffer, metadata, compressors, rowStart: start, rowEnd: end });
    for (const row of rows) add(row);
    start = end;
  }
}
