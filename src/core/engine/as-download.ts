import { zipBlob, zipLength, zipStream } from '../archive/write-zip';
import { blobOf } from '../bytes/blob-bytes';
import { type ByteSource, piecesOf } from '../bytes/byte-source';
import { type PrunedExport, isSource } from '../export/export-pruned';
import { asPrivateFile } from './large-download';
import type { Download } from './types';

/** Longer files go through the browser's private file system. */
const LARGE = 2 ** 28;

/** One file to download: the ONNX file itself where it is alone, an archive otherwise. */
export async function asDownload(name: string, { files, onnxPath }: Pick<PrunedExport, 'files' | 'onnxPath'>): Promise<Download> {
  const alone = files.size === 1 ? files.get(onnxPath) : undefined;
  if (alone !== undefined && isSource(alone)) {
    const content = () => blobOf(alone);
    return { fileName: `${name}.onnx`, content: alone.length <= LARGE ? content() : await asPrivateFile(streamOf(alone)).catch(content) };
  }
  const entries = [...files].map(([path, content]) => ({ name: path, content }));
  const content = () => zipBlob(entries);
  const isLarge = zipLength(entries) > LARGE;
  return { fileName: `${name}.zip`, content: isLarge ? await asPrivateFile(zipStream(entries)).catch(content) : await content() };
}

function streamOf(source: ByteSource): ReadableStream<Uint8Array> {
  const pieces = piecesOf(source);
  return new ReadableStream({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
}
