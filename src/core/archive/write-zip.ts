import { makeZip, predictLength } from 'client-zip';
import { type ByteSource, piecesOf } from '../bytes/byte-source';
import { bytes, type Bytes } from '../units';
import { checkNames } from './safe-path';

/** A file of an archive. Parts are written one after another and never joined in memory. */
export interface ZipEntry {
  /** Relative path with `/`. */
  readonly name: string;
  readonly content: string | Blob | ByteSource | readonly Uint8Array[];
}

/** Fixed, so that equal files give equal archives: the earliest date a zip can hold. */
const MODIFIED = new Date(1980, 0, 1);

/** The archive as a stream, stored without compression, zip64 where it takes it. @throws UnsafeNameError */
export function zipStream(entries: readonly ZipEntry[]): ReadableStream<Uint8Array> {
  checkNames(entries.map(({ name }) => name));
  return makeZip(
    entries.map(({ name, content }) => ({ name, lastModified: MODIFIED, input: inputOf(content), size: sizeOfContent(content) })),
  );
}

/** The archive as a Blob, which browsers may keep on disk. @throws UnsafeNameError */
export async function zipBlob(entries: readonly ZipEntry[]): Promise<Blob> {
  const response = new Response(zipStream(entries), { headers: { 'Content-Type': 'application/zip' } });
  return response.blob();
}

/** The exact length of the archive, known before it is made. */
export function zipLength(entries: readonly ZipEntry[]): Bytes {
  return bytes(Number(predictLength(entries.map(({ name, content }) => ({ name, size: sizeOfContent(content) })))));
}

function isParts(content: ZipEntry['content']): content is readonly Uint8Array[] {
  return Array.isArray(content);
}

function inputOf(content: ZipEntry['content']): string | Blob | Uint8Array | AsyncIterable<Uint8Array> {
  if (typeof content === 'string' || content instanceof Blob || content instanceof Uint8Array) return content;
  return streamParts(isParts(content) ? content : piecesOf(content));
}

// eslint-disable-next-line @typescript-eslint/require-await -- client-zip takes parts as an asynchronous iterable only
async function* streamParts(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}

function sizeOfContent(content: ZipEntry['content']): number {
  if (typeof content === 'string') return new TextEncoder().encode(content).length;
  if (content instanceof Blob) return content.size;
  if (isParts(content)) return content.reduce((sum, part) => sum + part.length, 0);
  return content.length;
}
