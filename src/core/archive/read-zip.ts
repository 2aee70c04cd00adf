import { ZipReader, BlobReader, configure, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js';
import { GapruneError, throwIfCancelled } from '../errors';
import { UnsafeNameError, checkNames } from './safe-path';

/** A file of an archive. */
export interface ArchivedFile {
  readonly name: string;
  readonly content: Blob;
}

/** An archive is damaged, ambiguous, encrypted, or larger than it may be; the place is the file inside it. */
export class InvalidArchiveError extends GapruneError {
  readonly code = 'INVALID_ARCHIVE';
}

export interface ArchiveLimits {
  /** Files it may hold. */
  readonly files: number;
  /** Bytes that all of them together may unpack to. */
  readonly bytes: number;
}

/** A model folder with a run beside it: far more than any has, far less than a bomb. */
export const ARCHIVE_LIMITS: ArchiveLimits = { files: 10_000, bytes: 16 * 2 ** 30 };

configure({ useWebWorkers: false });

/**
 * Unpack a zip archive, stored or deflated, zip64 included. Sizes are bounded by what the directory says before anything is unpacked,
 * and each file by its own size while it is. Names have to be relative paths inside the archive; folders are passed over.
 *
 * @throws InvalidArchiveError, UnsafeNameError, CancelledError
 */
export async function readZip(archive: Blob, limits: ArchiveLimits = ARCHIVE_LIMITS, signal?: AbortSignal): Promise<ArchivedFile[]> {
  const reader = new ZipReader(new BlobReader(archive), { strictness: 'strict', filenameValidation: 'strict' });
  try {
    const entries: FileEntry[] = [];
    let total = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      total += entry.uncompressedSize;
      if (entries.length >= limits.files) throw new InvalidArchiveError(`The archive holds more than ${limits.files} files.`);
      if (total > limits.bytes) throw new InvalidArchiveError(`The archive unpacks to more than ${limits.bytes} bytes.`, entry.filename);
      entries.push(entry);
    }
    checkNames(entries.map(({ filename }) => filename));
    const files: ArchivedFile[] = [];
    for (const entry of entries) {
      throwIfCancelled(signal);
      files.push({ name: entry.filename, content: await unpack(entry) });
    }
    return files;
  } catch (error) {
    throw asArchiveError(error);
  } finally {
    await reader.close();
  }
}

async function unpack(entry: FileEntry): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const writable = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(part) {
      size += part.byteLength;
      if (size > entry.uncompressedSize) throw new InvalidArchiveError('A file is larger than the archive says.', entry.filename);
      parts.push(part.slice());
    },
  });
  try {
    await entry.getData(writable, { checkCrc32: true });
  } catch (cause) {
    throw asArchiveError(cause, entry.filename);
  }
  return new Blob(parts);
}

function asArchiveError(error: unknown, place?: string): Error {
  if (error instanceof GapruneError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof Error && 'filename' in error && typeof error.filename === 'string' ? error.filename : place;
  if (/unsafe filename/i.test(message)) return new UnsafeNameError('A file of an archive must have a relative path inside it.', name);
  return new InvalidArchiveError(`The zip archive cannot be read: ${message}.`, name, { cause: error });
}
