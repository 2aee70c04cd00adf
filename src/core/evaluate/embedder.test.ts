import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativeDifference } from '../../../tests/support/golden';
import { openFixture } from '../../../tests/support/models';
import { EmbeddingProgram } from '../analysis/embedding-program';
import { DeviceWeights } from '../analysis/weights-on-device';
import { makeTextBatch } from '../data/batches';
import { loadTokenizer } from '../data/tokenizer';
import { CancelledError } from '../errors';
import { byInitializer, maskedPatch } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { Embedder, evaluationBuckets } from './embedder';
import { heldOutFromTriplets } from './held-out';
import { measure, similarityTo } from './measure';
import { compareReports } from './report';

const model = openFixture('tiny-bert');
const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
const TEXTS = Array.from({ length: 70 }, (_, i) => `text ${'of enzymes '.repeat(i % 13)}${i}`);

let device: Device;
let weights: DeviceWeights;
let embedder: Embedder;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
  weights = await DeviceWeights.upload(device, model);
  embedder = new Embedder(device, model, tokenizer, 40);
});
afterAll(async () => {
  await embedder.release();
  device.destroy();
});

describe('Embedder', () => {
  it('gives each text what it has alone, without padding', async () => {
    const progress: number[] = [];
    const { width, data } = await embedder.embed({ queries: [], documents: TEXTS }, weights, { onProgress: (done) => progress.push(done) });
    expect(progress).toEqual([32, 64, 70]);
    for (const index of [0, 1, 12, 33, 69]) {
      const tokens = tokenizer.encode(TEXTS[index]!, 40);
      const program = await EmbeddingProgram.create(device, model, 1, tokens.length);
      const alone = await program.run(makeTextBatch([tokens], tokenizer.padToken, [tokens.length]), weights);
      expect(relativeDifference(data.subarray(index * width, (index + 1) * width), alone), TEXTS[index]).toBeLessThan(1e-5);
      await program.release();
    }
  });

  it('takes more short texts at a time, and the longest first', async () => {
    const short = Array.from({ length: 200 }, (_, i) => String(i));
    const progress: number[] = [];
    const texts = [...short, ...TEXTS];
    const { width, data } = await embedder.embed({ queries: short, documents: TEXTS }, weights, {
      onProgress: (done) => progress.push(done),
    });
    expect(progress.at(-1)).toBe(texts.length);
    expect(progress.some((done, i) => done - (progress[i - 1] ?? 0) === 128)).toBe(true);
    expect(progress[0]).toBe(32);
    const alone = await embedder.embed({ queries: ['7'], documents: [] }, weights);
    expect(relativeDifference(data.subarray(7 * width, 8 * width), alone.data)).toBeLessThan(1e-5);
  });

  it('stops between two batches when it is cancelled', async () => {
    const stop = new AbortController();
    const work = embedder.embed({ queries: [], documents: TEXTS }, weights, { signal: stop.signal, onProgress: () => stop.abort() });
    await expect(work).rejects.toThrow(CancelledError);
  });

  it('pads to few lengths, the last of which is the longest', () => {
    expect(evaluationBuckets(64)).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 40, 48, 64]);
    expect(evaluationBuckets(20)).toEqual([4, 8, 12, 16, 20]);
    expect(evaluationBuckets(512).at(-1)).toBe(512);
  });
});

describe('measure', () => {
  const triplets = TEXTS.slice(0, 20).map((query, i) => ({ query, positive: `${query} too`, negative: `not ${i}` }));
  const set = heldOutFromTriplets({ fileName: 'held-out.json', triplets });

  it('compares a pruned model with the dense one', async () => {
    const dense = await measure(embedder, weights, set);
    expect(similarityTo(dense, dense)).toBeCloseTo(1, 6);
    const masks = new Map(
      model.parameters
        .filter(({ prunable }) => prunable)
        .map(({ name, shape }) => [name, new Uint8Array(shape[0]! * shape[1]!).fill(1, 0, 900)]),
    );
    const pruned = await DeviceWeights.upload(device, model, byInitializer(model, maskedPatch(model, masks)));
    const changed = await measure(embedder, pruned, set);
    const report = compareReports(set, dense, changed);
    expect(report.similarity).toBeLessThan(0.999);
    expect(report.dense).toMatchObject({ set: 'held-out.json', queries: 20, corpus: 20 });
    expect(Object.keys(report.differences)).toEqual(Object.keys(report.dense.metrics));
    const { ndcg10 } = report.dense.metrics;
    expect(report.differences.ndcg10!.mean).toBeCloseTo(report.changed.metrics.ndcg10!.mean - ndcg10!.mean, 12);
    pruned.free();
  });
});
