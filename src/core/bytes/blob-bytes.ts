import { type ByteSource, piecesOf } from './byte-source';
import { FileReadError } from './errors';

/** Of the workers of browsers: the types of a page lack it. */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/** A file of the browser, dropped or of its private file system, of which ranges are read. Only a worker can wait for them. */
export class BlobBytes implements ByteSource {
  constructor(
    readonly blob: Blob,
    private readonly name: string,
  ) {}

  get length(): number {
    return this.blob.size;
  }

  subarray(start = 0, end = this.length): Uint8Array {
    try {
      return new Uint8Array(new FileReaderSync().readAsArrayBuffer(this.blob.slice(start, end)));
    } catch (cause) {
      throw new FileReadError('The file cannot be read any more: it was changed, moved or removed. Open the model again.', this.name, {
        cause,
      });
    }
  }
}

/** The same bytes as a Blob. Those of a file of the browser stay in it; others go to the browser piece by piece. */
export function blobOf(source: ByteSource): Blob {
  if (source instanceof BlobBytes) return source.blob;
  // A Blob of each piece: together they would be in this thread's memory until the last is there.
  const parts: Blob[] = [];
  for (const piece of piecesOf(source)) parts.push(new Blob([piece as Uint8Array<ArrayBuffer>]));
  return new Blob(parts);
}
