import { type ByteSource, piecesOf } from '../bytes/byte-source';
import { CancelledError } from '../errors';
import type { ModelFiles } from '../onnx/patch';
import { bytes, type Bytes } from '../units';

/** Bytes handed to the compressor at a time; between them others have a turn. */
const PIECE = 1 << 18;

/**
 * The size of a model's ONNX files and their data after Deflate (the compression of zip, gzip and most web servers). Pruned files are never in
 * memory as a whole: one weight at a time.
 * @throws CancelledError
 */
export async function compressedSize({ model, external }: ModelFiles, signal: AbortSignal): Promise<Bytes> {
  let total = 0;
  for (const file of [model, ...external.values()]) total += await deflatedSize(file, signal);
  return bytes(total);
}

async function deflatedSize(file: ByteSource, signal: AbortSignal): Promise<number> {
  const stream = new CompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const write = async (): Promise<void> => {
    for (const part of piecesOf(file)) {
      for (let at = 0; at < part.length; at += PIECE) {
        if (signal.aborted) throw new CancelledError();
        await writer.write(new Uint8Array(part.subarray(at, at + PIECE)));
      }
    }
    await writer.close();
  };
  const written = write().catch(async (error: unknown) => {
    await writer.abort(error);
    throw error;
  });
  try {
    const size = await sizeOfStream(stream.readable);
    await written;
    return size;
  } catch (error) {
    await written;
    throw error;
  }
}

async function sizeOfStream(stream: ReadableStream<Uint8Array>): Promise<number> {
  const reader = stream.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return size;
    size += value.byteLength;
  }
}
