/**
 * `npx tsx tools/measure/large-external-data.ts [GIB]`: a model whose data file has that many GiB (3), with a weight beyond 2^31 bytes, is opened,
 * pruned there and read again. The file is sparse: it takes memory, not disk.
 */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFolder } from '../../src/cli/files';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { readWeight } from '../../src/core/model/weight-values';
import { patchModel } from '../../src/core/onnx/patch';
import { readModel } from '../../src/core/onnx/read-model';
import * as proto from '../../tests/support/proto';

const size = Number(process.argv[2] ?? 3) * 2 ** 30;
const offset = size - 64;
const folder = mkdtempSync(join(tmpdir(), 'gaprune-large-'));
try {
  const { external, int, message, model, node, output, string } = proto;
  const shaped = (name: string) =>
    message(11, string(1, name), message(2, message(1, int(1, 7), message(2, message(1, string(2, 'b')), message(1, string(2, 's'))))));
  const file = model(
    shaped('input_ids'),
    external('embeddings.weight', [4, 4], { location: 'w.data', offset: '0', length: '64' }),
    external('encoder.layer.0.dense.weight', [4, 4], { location: 'w.data', offset: String(offset), length: '64' }),
    node('Gather', ['embeddings.weight', 'input_ids'], ['x']),
    node('MatMul', ['x', 'encoder.layer.0.dense.weight'], ['y']),
    output('y'),
  );
  writeFileSync(join(folder, 'model.onnx'), file);
  const values = Float32Array.from({ length: 16 }, (_, i) => i + 1);
  const data = openSync(join(folder, 'w.data'), 'w');
  ftruncateSync(data, size);
  writeSync(data, new Uint8Array(values.buffer), 0, 64, offset);
  closeSync(data);

  const opened = openEmbeddingModel('large', readFolder(folder).files);
  const tensor = opened.tensors.get('encoder.layer.0.dense.weight');
  if (tensor === undefined) throw new Error('The weight was not found.');
  if (readWeight(tensor).join() !== values.join()) throw new Error('The weight was not read as it was written.');
  const patched = patchModel(opened.files, new Map([[tensor, new Uint8Array(64)]]));
  const again = readModel(patched.model, patched.external).graph.initializers.get(tensor.name);
  if (again === undefined || again.bytes.some((byte) => byte !== 0)) throw new Error('The weight was not pruned.');
  const { rss, heapUsed } = process.memoryUsage();
  const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
  console.log(`A weight at byte ${offset} was read and pruned; heap ${mib(heapUsed)}, resident ${mib(rss)}.`);
} finally {
  rmSync(folder, { recursive: true });
}
