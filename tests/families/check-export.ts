import { EmbeddingProgram } from '../../src/core/analysis/embedding-program';
import { GradientProgram } from '../../src/core/analysis/gradient-program';
import { DeviceWeights } from '../../src/core/analysis/weights-on-device';
import type { Batch } from '../../src/core/data/batches';
import type { EmbeddingModel } from '../../src/core/model/embedding-model';
import type { Parameter } from '../../src/core/model/parameter';
import { weightOf } from '../../src/core/model/weight-patch';
import { toPyTorchLayout } from '../../src/core/model/weight-values';
import type { Device } from '../../src/core/runtime/device';
import { expect } from 'vitest';
import type { FamilyFigures, Reference } from '../support/families';
import { relativeDifference } from '../support/golden-figures';

/** Norm-wise, against float64; as for the golden figures. */
const TOLERANCE = 5e-5;
/** A gradient below this part of the largest one is rounding noise: the key biases, which Softmax ignores. */
const NOISE = 1e-5;

function batchOf(figures: FamilyFigures): Batch {
  const flat = (rows: readonly (readonly number[])[]): Int32Array => Int32Array.from(rows.flat());
  const [rows, length] = [figures.input_ids.length, figures.input_ids[0]?.length ?? 0];
  const [inputIds, attentionMask] = [flat(figures.input_ids), flat(figures.attention_mask)];
  return { rows, length, inputIds, attentionMask, tokenTypeIds: new Int32Array(rows * length) };
}

const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

/** A bias of zeros that an exporter gives to a norm without one. */
function isMadeUp(model: EmbeddingModel, parameter: Parameter): boolean {
  return parameter.name.endsWith('norm.bias') && weightOf(model, parameter).every((value) => value === 0);
}

/** A tool that unrolled shared layers (ALBERT's) fused each round for itself: gradients of equal weights add up to the shared one's. */
function addCopies(model: EmbeddingModel, weights: string[], gradients: Map<string, Float32Array>): void {
  const firsts = new Map<string, string>();
  for (const parameter of model.parameters.filter((each) => !isMadeUp(model, each))) {
    const values = weightOf(model, parameter);
    const key = `${parameter.shape} ${Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')}`;
    const first = firsts.get(key);
    const [sum, gradient] = [gradients.get(first ?? ''), gradients.get(parameter.name)];
    if (first === undefined) firsts.set(key, parameter.name);
    if (first === undefined || sum === undefined || gradient === undefined) continue;
    gradients.set(
      first,
      sum.map((value, i) => value + (gradient[i] ?? NaN)),
    );
    weights.splice(weights.indexOf(parameter.name), 1);
  }
}

/** The one weight of which a fused and folded file leaves no trace of a name (Gemma's last norm) is compared under the one that is left. */
function nameUntraced(weights: string[], expected: Reference['gradients'], gradients: Map<string, Float32Array>): void {
  const [lacking, second] = [...expected.keys()].filter((name) => !weights.includes(name));
  const at = weights.findIndex((name) => /^onnx::\w+_\d+$/.test(name));
  const gradient = gradients.get(weights[at] ?? '');
  if (lacking === undefined || second !== undefined || gradient === undefined) return;
  weights[at] = lacking;
  gradients.set(lacking, gradient);
}

/** What PyTorch has as one matrix of queries, keys and values, under the names that we have for its three parts: a third of its rows each. */
function apartAsOurs(gradients: Reference['gradients']): Reference['gradients'] {
  return new Map(
    [...gradients].flatMap(([name, gradient]) => {
      const third = gradient.length / 3;
      const part = (letter: string, k: number) =>
        [name.replace('Wqkv', `${letter}_proj`), gradient.subarray(k * third, (k + 1) * third)] as const;
      return name.includes('.Wqkv.') ? [part('q', 0), part('k', 1), part('v', 2)] : [[name, gradient] as const];
    }),
  );
}

/** The embeddings, the loss and every gradient of an export, on wasm. */
async function measure(device: Device, model: EmbeddingModel, figures: FamilyFigures) {
  const batch = batchOf(figures);
  const weights = await DeviceWeights.upload(device, model);
  const forward = await EmbeddingProgram.create(device, model, batch.rows, batch.length);
  const objective = { scale: figures.scale, textsPerRecord: 3 } as const;
  const program = await GradientProgram.create(device, model, [batch], objective, { wholeTables: true });
  try {
    const embeddings = await forward.run(batch, weights);
    const step = await program.run([batch], weights);
    const gradients = new Map<string, Float32Array>();
    for (const parameter of model.parameters) {
      const buffer = step.gradients.get(parameter.initializer)?.buffer;
      const name = figures.tied[parameter.name] ?? parameter.name;
      if (buffer !== undefined) gradients.set(name, toPyTorchLayout(parameter, await device.read(buffer)));
    }
    step.release();
    return { embeddings, loss: (await device.read(step.loss))[0] ?? NaN, gradients };
  } finally {
    await forward.release();
    await program.release();
    weights.free();
  }
}

/** The embeddings, the loss and the gradient of every weight are those of PyTorch. */
export async function expectPyTorchs(device: Device, model: EmbeddingModel, figures: FamilyFigures, reference: Reference): Promise<void> {
  const { tied } = figures;
  const expected = apartAsOurs(reference.gradients);
  const { embeddings, loss, gradients } = await measure(device, model, figures);
  expect(relativeDifference(embeddings, reference.embeddings.flat())).toBeLessThan(TOLERANCE);
  expect(Math.abs(loss - reference.loss) / reference.loss).toBeLessThan(TOLERANCE);
  const weights = model.parameters.flatMap((parameter) => (isMadeUp(model, parameter) ? [] : [tied[parameter.name] ?? parameter.name]));
  addCopies(model, weights, gradients);
  nameUntraced(weights, expected, gradients);
  expect(weights.sort()).toEqual([...expected.keys()].sort());
  const largest = Math.max(...[...expected.values()].map(norm));
  const wrong = [...expected].flatMap(([weight, theirs]) => {
    const ours = gradients.get(weight) ?? new Float32Array(theirs.length);
    const noise = norm(theirs) < NOISE * largest;
    const difference = noise ? Math.max(0, norm(ours) / largest - NOISE) : relativeDifference(ours, theirs);
    return difference < TOLERANCE ? [] : [`${weight}: ${difference}`];
  });
  expect(wrong).toEqual([]);
}
