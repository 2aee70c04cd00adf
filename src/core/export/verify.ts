import { EmbeddingProgram } from '../analysis/embedding-program';
import { embedWithFile } from '../analysis/original-model';
import { DeviceWeights } from '../analysis/weights-on-device';
import { lengthBuckets, makeTextBatch } from '../data/batches';
import type { TextTokenizer } from '../data/tokenizer';
import type { EmbeddingModel } from '../model/embedding-model';
import { readWeight } from '../model/weight-values';
import type { Device } from '../runtime/device';
import { transpose } from '../tensor';
import { ExportVerificationError } from './errors';

/** Largest difference of an element of a normalised embedding that a correct export can have: rounding of the file's precision. */
const TOLERANCE = { float32: 1e-4, half: 3e-2 };

/** Texts are cut here: a check needs no long ones. */
const MAX_LENGTH = 64;

/**
 * Compare what onnxruntime makes of an exported file with the pruned model in memory.
 *
 * @param original the model before pruning; its weights with the masks are the model in memory
 * @param exported the file, read back
 * @returns the largest absolute difference of an element of the normalised embeddings
 * @throws ExportVerificationError beyond the tolerance of the file's precision
 */
export async function compareEmbeddings(
  device: Device,
  original: EmbeddingModel,
  masks: ReadonlyMap<string, Uint8Array>,
  exported: EmbeddingModel,
  tokenizer: TextTokenizer,
  texts: readonly string[],
): Promise<number> {
  const maxLength = Math.min(MAX_LENGTH, original.maxPositions ?? MAX_LENGTH);
  const encoded = texts.map((text) => tokenizer.encode(text, maxLength));
  const batch = makeTextBatch(encoded, tokenizer.padToken, lengthBuckets(maxLength));
  const theirs = await embedWithFile(device, exported.files, exported.onnx, exported.output, exported.pooling, batch);
  const weights = await DeviceWeights.upload(device, original, maskedWeights(original, masks));
  const program = await EmbeddingProgram.create(device, original, batch.rows, batch.length);
  try {
    const ours = await program.run(batch, weights);
    const difference = ours.reduce((max, x, i) => Math.max(max, Math.abs(x - (theirs[i] ?? NaN))), 0);
    const half = original.parameters.some(({ storage }) => storage !== 'float32');
    if (!(difference <= (half ? TOLERANCE.half : TOLERANCE.float32))) {
      throw new ExportVerificationError(
        `The exported model's embeddings differ by ${difference.toExponential(1)} from the pruned model's.`,
        exported.onnxPath,
      );
    }
    return difference;
  } finally {
    await program.release();
    weights.free();
  }
}

/** Float32 weights with the masks applied, in the file's layout, by initializer; only those that have a mask. */
function maskedWeights(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const { name, initializer, transposed, shape } of model.parameters) {
    const mask = masks.get(name);
    const tensor = model.tensors.get(initializer);
    if (mask === undefined || tensor === undefined) continue;
    const keep = Float32Array.from(mask, (bit) => 1 - bit);
    const [rows = 1, columns = 1] = shape;
    const inFileLayout = transposed ? transpose(keep, rows, columns) : keep;
    weights.set(
      initializer,
      readWeight(tensor).map((x, i) => x * (inFileLayout[i] ?? 1)),
    );
  }
  return weights;
}
