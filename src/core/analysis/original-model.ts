import type { Batch } from '../data/batches';
import type { ValueInfo } from '../onnx/graph';
import { emptyCacheShape } from '../model/cache-inputs';
import type { EmbeddingModel } from '../model/embedding-model';
import { UnsupportedModelError } from '../model/errors';
import { poolingWeights } from '../model/pooling';
import type { Device, HostInput } from '../runtime/device';

/** What embedding with a file needs to know of its model. */
export type FileModel = Pick<EmbeddingModel, 'files' | 'onnx' | 'output' | 'pooling' | 'attention'>;

/**
 * Embed a batch with an ONNX file as onnxruntime runs it, untouched by anything of ours: the independent check of an export.
 *
 * @returns rows × width, row-major, each row of norm 1
 */
export async function embedWithFile(
  device: Device,
  { files, onnx, output, pooling, attention }: FileModel,
  batch: Batch,
): Promise<Float32Array> {
  const session = await device.createSession(files.model, { deviceOutputs: [], externalData: files.external });
  try {
    const host = new Map(
      onnx.graph.inputs
        .filter(({ name }) => !onnx.graph.initializers.has(name))
        .map((input) => [input.name, inputOf(input, batch, attention?.headDim ?? 0)]),
    );
    const outputs = await session.run({ host, device: new Map() });
    const hidden = outputs.host(output);
    return pooled(hidden, poolingWeights(pooling, batch.attentionMask, batch.rows, batch.length), batch);
  } finally {
    await session.release();
  }
}

function inputOf(input: ValueInfo, { rows, length, inputIds, attentionMask, tokenTypeIds }: Batch, headDim: number): HostInput {
  const { name } = input;
  const cache = input.dataType === 'float32' ? emptyCacheShape(input, rows, headDim) : null;
  if (cache !== null) return { type: 'float32', shape: cache, data: new Float32Array() };
  const values = new Map<string, Int32Array>([
    ['input_ids', inputIds],
    ['attention_mask', attentionMask],
    ['token_type_ids', tokenTypeIds],
    ['position_ids', inputIds.map((_, index) => index % length)],
  ]).get(name);
  if (values === undefined) throw new UnsupportedModelError('The model asks for an input that cannot be made.', `input ${name}`);
  return { type: 'int64', shape: [rows, length], data: BigInt64Array.from(values, BigInt) };
}

function pooled(hidden: Float32Array, weights: Float32Array, { rows, length }: Batch): Float32Array {
  const width = hidden.length / (rows * length);
  const out = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const sum = new Float64Array(width);
    for (let token = 0; token < length; token++) {
      const weight = weights[row * length + token] ?? 0;
      if (weight === 0) continue;
      for (let i = 0; i < width; i++) sum[i] = (sum[i] ?? 0) + weight * (hidden[(row * length + token) * width + i] ?? 0);
    }
    const norm = Math.sqrt(sum.reduce((total, x) => total + x * x, 0));
    out.set(
      sum.map((x) => x / Math.max(norm, 1e-12)),
      row * width,
    );
  }
  return out;
}
