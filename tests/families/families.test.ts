import { beforeAll, describe, expect, it } from 'vitest';
import { EmbeddingProgram } from '../../src/core/analysis/embedding-program';
import { GradientProgram } from '../../src/core/analysis/gradient-program';
import { DeviceWeights } from '../../src/core/analysis/weights-on-device';
import type { Batch } from '../../src/core/data/batches';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { summarizeModel } from '../../src/core/model/summary';
import { toPyTorchLayout } from '../../src/core/model/weight-values';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { FAMILIES, type Family, REFUSED, loadExport, loadFamily } from '../support/families';
import { relativeDifference } from '../support/golden-figures';

/** Norm-wise, against float64; as for the golden figures. */
const TOLERANCE = 5e-5;
/** A gradient below this part of the largest one is rounding noise: the key biases, which Softmax ignores. */
const NOISE = 1e-5;

function batchOf({ figures }: Family): Batch {
  const flat = (rows: readonly (readonly number[])[]): Int32Array => Int32Array.from(rows.flat());
  const [rows, length] = [figures.input_ids.length, figures.input_ids[0]?.length ?? 0];
  const [inputIds, attentionMask] = [flat(figures.input_ids), flat(figures.attention_mask)];
  return { rows, length, inputIds, attentionMask, tokenTypeIds: new Int32Array(rows * length) };
}

const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** The embeddings, the loss and every gradient of an export, on wasm. */
async function measure(device: Device, family: string, exported: string) {
  const golden = loadFamily(family);
  const model = openEmbeddingModel(family, loadExport(family, exported));
  const batch = batchOf(golden);
  const weights = await DeviceWeights.upload(device, model);
  const forward = await EmbeddingProgram.create(device, model, batch.rows, batch.length);
  const program = await GradientProgram.create(
    device,
    model,
    batch.rows,
    batch.length,
    { scale: golden.figures.scale, textsPerRecord: 3 },
    { wholeTables: true },
  );
  try {
    const embeddings = await forward.run(batch, weights);
    const step = await program.run(batch, weights);
    const gradients = new Map<string, Float32Array>();
    for (const parameter of model.parameters) {
      const buffer = step.gradients.get(parameter.initializer)?.buffer;
      const name = golden.figures.tied[parameter.name] ?? parameter.name;
      if (buffer !== undefined) gradients.set(name, toPyTorchLayout(parameter, await device.read(buffer)));
    }
    step.release();
    const names = model.parameters.map(({ name }) => golden.figures.tied[name] ?? name);
    return { golden, weights: names, embeddings, loss: (await device.read(step.loss))[0] ?? NaN, gradients };
  } finally {
    await forward.release();
    await program.release();
    weights.free();
  }
}

it.each(FAMILIES.filter(([family]) => REFUSED.has(family)))('%s is refused by name', (family, exports) => {
  for (const name of exports) {
    const { refusal } = summarizeModel(openEmbeddingModel(family, loadExport(family, name)));
    expect(refusal).toMatch(new RegExp(`^${REFUSED.get(family) ?? 'never'} cannot be differentiated\\.`));
  }
});

describe.each(FAMILIES.filter(([family]) => !REFUSED.has(family)))('%s, against PyTorch in float64', (family, exports) => {
  let device: Device;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
  });

  it.each(exports)('%s: embeddings, loss and the gradient of every weight', async (name) => {
    const { golden, weights, embeddings, loss, gradients } = await measure(device, family, name);
    expect(relativeDifference(embeddings, golden.figures.embeddings.flat())).toBeLessThan(TOLERANCE);
    expect(Math.abs(loss - golden.figures.loss) / golden.figures.loss).toBeLessThan(TOLERANCE);
    expect(weights.sort()).toEqual([...golden.gradients.keys()].sort());
    const largest = Math.max(...[...golden.gradients.values()].map(norm));
    const wrong = [...golden.gradients].flatMap(([weight, expected]) => {
      const ours = gradients.get(weight) ?? new Float32Array(expected.length);
      const noise = norm(expected) < NOISE * largest;
      const difference = noise ? Math.max(0, norm(ours) / largest - NOISE) : relativeDifference(ours, expected);
      return difference < TOLERANCE ? [] : [`${weight}: ${difference}`];
    });
    expect(wrong).toEqual([]);
  });
});
