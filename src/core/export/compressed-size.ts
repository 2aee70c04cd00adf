import { CancelledError } from '../errors';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { TensorSlice, wholeTensors } from '../model/tensor-slice';
import { maskedBytes } from '../model/weight-values';
import type { ByteRange, StoredTensor } from '../onnx/graph';
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
  for (const { stored, range, parameters } of weightsIn(model, file)) {
    const replacements = new Map<StoredTensor, Uint8Array>();
    for (const parameter of parameters) {
      const tensor = model.tensors.get(parameter.initializer);
      const mask = maskOf(parameter.name);
      if (tensor !== undefined && mask !== null) replacements.set(tensor, maskedBytes(parameter, tensor, mask));
    }
    const pruned = wholeTensors(replacements).get(stored);
    if (pruned === undefined || range.offset < at) continue;
    yield whole.subarray(at, range.offset);
    yield pruned;
    at = range.offset + range.length;
  }
  yield whole.subarray(at);
}

interface StoredWeight {
  readonly stored: StoredTensor;
  readonly range: ByteRange;
  /** The weights that it holds: several where projections are fused. */
  readonly parameters: readonly Parameter[];
}

/** The tensors of a file that hold weights, in the order in which they lie. */
function weightsIn(model: EmbeddingModel, file: string | null): StoredWeight[] {
  const held = new Map<StoredTensor, Parameter[]>();
  for (const parameter of model.parameters) {
    const tensor = model.tensors.get(parameter.initializer);
    if (tensor === undefined) continue;
    const stored = tensor instanceof TensorSlice ? tensor.whole : tensor;
    held.set(stored, [...(held.get(stored) ?? []), parameter]);
  }
  return [...held]
    .flatMap(([stored, parameters]) => (stored.range?.file === file ? [{ stored, range: stored.range, parameters }] : []))
    .sort((a, b) => a.range.offset - b.range.offset);
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
