import { EmbeddingProgram } from '../analysis/embedding-program';
import { embedWithFile } from '../analysis/original-model';
import { DeviceWeights } from '../analysis/weights-on-device';
import { lengthBuckets, makeTextBatch } from '../data/batches';
import type { TextTokenizer } from '../data/tokenizer';
import type { EmbeddingModel } from '../model/embedding-model';
import { type WeightPatch, byInitializer } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { sizeOf } from '../tensor';
import { ExportVerificationError } from './errors';

/** Largest difference of an element of a normalised embedding that a correct export can have: rounding of the file's precision. */
const TOLERANCE = { float32: 1e-4, half: 3e-2 };

/** Texts are cut here: a check needs no long ones. */
const MAX_LENGTH = 64;

/** Most bytes of float32 weights that are run twice: as the file, and from memory. onnxruntime's heap has 4 GiB. */
const MOST_COMPARED = 2 ** 30;

/** Whether a model is small enough to be run for a comparison. */
export function isComparable({ parameters }: Pick<EmbeddingModel, 'parameters'>): boolean {
  return parameters.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0) <= MOST_COMPARED;
}

/**
 * Compare what onnxruntime makes of an exported file with the pruned model in memory.
 *
 * @param original the model before pruning; with the patch it is the model in memory
 * @param exported the file, read back
 * @returns the largest absolute difference of an element of the normalised embeddings
 * @throws ExportVerificationError beyond the tolerance of the file's precision
 */
export async function compareEmbeddings(
  device: Device,
  original: EmbeddingModel,
  patch: WeightPatch,
  exported: EmbeddingModel,
  tokenizer: TextTokenizer,
  texts: readonly string[],
): Promise<number> {
  const maxLength = Math.min(MAX_LENGTH, original.maxPositions ?? MAX_LENGTH);
  const encoded = texts.map((text) => tokenizer.encode(text, maxLength));
  const batch = makeTextBatch(encoded, tokenizer.padToken, lengthBuckets(maxLength));
  const theirs = await embedWithFile(device, exported, batch);
  const weights = await DeviceWeights.upload(device, original, byInitializer(original, patch));
  const program = await EmbeddingProgram.create(device, original, batch.rows, batch.length);
  try {
    const ours = await program.run(batch, weights);
    const difference = ours.reduce((max, x, i) => Math.max(max, Math.abs(x - (theirs[i] ?? NaN))), 0);
    const half = [...original.parameters, ...exported.parameters].some(({ storage }) => storage !== 'float32');
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
