import type { Batch } from '../data/batches';
import type { ValueInfo } from '../onnx/graph';
import { emptyCacheShape } from '../model/cache-inputs';
import type { EmbeddingModel } from '../model/embedding-model';
import { UnsupportedModelError } from '../model/errors';
import { applyHead } from '../model/head/apply-head';
import type { Device, HostInput } from '../runtime/device';

/** What embedding with a file needs to know of its model. */
export type FileModel = Pick<EmbeddingModel, 'files' | 'onnx' | 'output' | 'head' | 'attention'>;

/**
 * Embed a batch with an ONNX file as onnxruntime runs it, untouched by anything of ours: the independent check of an export.
 *
 * @returns rows × width, row-major, each row of norm 1
 */
export async function embedWithFile(
  device: Device,
  { files, onnx, output, head, attention }: FileModel,
  batch: Batch,
): Promise<Float32Array> {
  const externalData = new Map([...files.external].map(([name, content]) => [name, content.subarray()]));
  const session = await device.createSession(files.model.subarray(), { deviceOutputs: [], externalData });
  try {
    const host = new Map(
      onnx.graph.inputs
        .filter(({ name }) => !onnx.graph.initializers.has(name))
        .map((input) => [input.name, inputOf(input, batch, attention?.headDim ?? 0)]),
    );
    const outputs = await session.run({ host, device: new Map() });
    return applyHead(head, outputs.host(output), batch);
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
