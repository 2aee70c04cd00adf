import { CancelledError } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { maskedBytes } from '../model/weight-values';
import { bytes, type Bytes } from '../units';

/** Bytes handed to the compressor at a time; between them others have a turn. */
const PIECE = 1 << 18;

/** The mask of a weight, in PyTorch layout, 1 = pruned; null for one that stays as it is. */
export type MaskOf = (name: string) => Uint8Array | null;

/**
 * The size of a model's ONNX files and their data after Deflate (the compression of zip, gzip and most web servers), with zeros under the
 * masks, in the file's own precision. The pruned files are never in memory as a whole: one weight at a time.
 * @throws CancelledError
 */
export async function compressedSize(model: EmbeddingModel, maskOf: MaskOf, signal: AbortSignal): Promise<Bytes> {
  let total = 0;
  for (const file of [null, ...model.files.external.keys()]) total += await deflatedSize(prunedPieces(model, file, maskOf), signal);
  return bytes(total);
}

/** The file in pieces, from its start to its end, masked weights with their zeros. `null` is the ONNX file, a name one of its data files. */
export function* prunedPieces(model: EmbeddingModel, file: string | null, maskOf: MaskOf): Generator<Uint8Array> {
  const whole = file === null ? model.files.model : model.files.external.get(file);
  if (whole === undefined) return;
  let at = 0;
  for (const { parameter, offset, length } of weightsIn(model, file)) {
    const tensor = model.tensors.get(parameter.initializer);
    const mask = maskOf(parameter.name);
    if (tensor === undefined || mask === null || offset < at) continue;
    yield whole.subarray(at, offset);
    yield maskedBytes(parameter, tensor, mask);
    at = offset + length;
  }
  yield whole.subarray(at);
}

function weightsIn(
  model: EmbeddingModel,
  file: string | null,
): { readonly parameter: Parameter; readonly offset: number; readonly length: number }[] {
  return model.parameters
    .flatMap((parameter) => {
      const range = model.tensors.get(parameter.initializer)?.range ?? null;
      return range?.file === file ? [{ parameter, offset: range.offset, length: range.length }] : [];
    })
    .sort((a, b) => a.offset - b.offset);
}

async function deflatedSize(parts: Iterable<Uint8Array>, signal: AbortSignal): Promise<number> {
  const stream = new CompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const write = async (): Promise<void> => {
    for (const part of parts) {
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
