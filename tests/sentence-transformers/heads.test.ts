import { readFileSync, readdirSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EmbeddingProgram } from '../../src/core/analysis/embedding-program';
import { GradientProgram } from '../../src/core/analysis/gradient-program';
import { embedWithFile } from '../../src/core/analysis/original-model';
import { DeviceWeights } from '../../src/core/analysis/weights-on-device';
import { makeTextBatch } from '../../src/core/data/batches';
import { unpooledTokens } from '../../src/core/data/prompts';
import { loadTokenizer } from '../../src/core/data/tokenizer';
import { float32Values, readSafetensors } from '../../src/core/export/safetensors';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { summarizeModel } from '../../src/core/model/summary';
import { toPyTorchLayout } from '../../src/core/model/weight-values';
import type { Device } from '../../src/core/runtime/device';
import { createNodeDevice } from '../../src/core/runtime/node';
import { FIXTURES } from '../support/golden';
import { relativeDifference } from '../support/golden-figures';

/** Norm-wise, against sentence-transformers in float64; as for the other golden figures. */
const TOLERANCE = 5e-5;
/** A gradient below this part of the largest one is rounding noise: the key biases, which Softmax ignores. */
const NOISE = 1e-5;

const ROOT = new URL('sentence-transformers/', FIXTURES);
const figures = z.object({ loss: z.number(), embeddings: z.array(z.array(z.number())) });
const golden = z
  .object({
    scale: z.number(),
    queries: z.array(z.string()),
    documents: z.array(z.string()),
    prompts: z.object({ query: z.string(), document: z.string() }),
    heads: z.record(z.string(), figures),
  })
  .parse(JSON.parse(readFileSync(new URL('golden.json', ROOT), 'utf8')));

function filesOf(folder: string): [string, Uint8Array][] {
  const root = fileURLToPath(new URL(folder, ROOT));
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'gradients.safetensors')
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
    .map((path) => [relative(root, path).split(sep).join('/'), new Uint8Array(readFileSync(path))]);
}

const openHead = (head: string) => openEmbeddingModel(head, new Map([...filesOf('base'), ...filesOf(`heads/${head}`)]));
const norm = (values: Float32Array): number => Math.sqrt(values.reduce((sum, x) => sum + x * x, 0));

describe.each(Object.entries(golden.heads))('%s, against sentence-transformers in float64', (head, expected) => {
  const model = openHead(head);
  const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson ?? '', tokenizerConfig: model.tokenizerConfig ?? '' });
  const { query, document } = unpooledTokens(tokenizer, golden.prompts, model.head.pooling.includePrompt);
  const texts = [
    ...golden.queries.map((text) => golden.prompts.query + text),
    ...golden.documents.map((text) => golden.prompts.document + text),
  ];
  const batch = makeTextBatch(
    texts.map((text) => tokenizer.encode(text, 16)),
    tokenizer.padToken,
    [16],
    texts.map((_, row) => (row < golden.queries.length ? query : document)),
  );
  let device: Device;
  let weights: DeviceWeights;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
    weights = await DeviceWeights.upload(device, model);
  });
  afterAll(() => device.destroy());

  it('gives its embeddings, in the graph and from the file', async () => {
    expect(summarizeModel(model).refusal).toBe(null);
    const program = await EmbeddingProgram.create(device, model, batch.rows, batch.length);
    expect(relativeDifference(await program.run(batch, weights), expected.embeddings.flat())).toBeLessThan(TOLERANCE);
    await program.release();
    expect(relativeDifference(await embedWithFile(device, model, batch), expected.embeddings.flat())).toBeLessThan(TOLERANCE);
  });

  it('gives its loss and gradients', async () => {
    const objective = { scale: golden.scale, textsPerRecord: 3 } as const;
    const program = await GradientProgram.create(device, model, [batch], objective, { wholeTables: true });
    const step = await program.run([batch], weights);
    const [loss = NaN] = await device.read(step.loss);
    expect(Math.abs(loss - expected.loss) / expected.loss).toBeLessThan(TOLERANCE);
    const stored = readSafetensors(new Uint8Array(readFileSync(new URL(`heads/${head}/gradients.safetensors`, ROOT))));
    const theirs = new Map([...stored.tensors].map(([name, tensor]) => [name, float32Values(tensor) ?? new Float32Array()]));
    const largest = Math.max(...[...theirs.values()].map(norm));
    const wrong: string[] = [];
    for (const [name, gradient] of theirs) {
      const parameter = model.parameters.find((candidate) => candidate.name === name);
      const buffer = parameter === undefined ? undefined : step.gradients.get(parameter.initializer)?.buffer;
      const ours =
        parameter === undefined || buffer === undefined
          ? new Float32Array(gradient.length)
          : toPyTorchLayout(parameter, await device.read(buffer));
      const noise = norm(gradient) < NOISE * largest;
      const difference = noise ? Math.max(0, norm(ours) / largest - NOISE) : relativeDifference(ours, gradient);
      if (!(difference < TOLERANCE)) wrong.push(`${name}: ${difference}`);
    }
    expect(theirs.size).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
    step.release();
    await program.release();
  });
});
