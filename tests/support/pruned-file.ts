import type { EmbeddingModel } from '../../src/core/model/embedding-model';

/** What an export's ONNX file has to be: the model's own, byte by byte, with zeros where a mask has a one. Its weights lie in the file. */
export function prunedFile(model: EmbeddingModel, masks: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const file = model.files.model.subarray().slice();
  for (const { name, initializer, shape, transposed } of model.parameters) {
    const mask = masks.get(name);
    const range = model.tensors.get(initializer)?.range;
    if (mask === undefined || range === undefined || range === null) continue;
    const [rows = 1, columns = 1] = shape;
    const width = range.length / mask.length;
    mask.forEach((bit, i) => {
      const at = transposed ? (i % columns) * rows + Math.floor(i / columns) : i;
      if (bit === 1) file.fill(0, range.offset + at * width, range.offset + (at + 1) * width);
    });
  }
  return file;
}
