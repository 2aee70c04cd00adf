import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../../tests/support/gradients/evaluate-graph';
import { checkGradient } from '../../../tests/support/gradients/gradient-check';
import { mulberry32 } from '../data/random';
import { GraphBuilder } from '../ir/builder';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import { encodeModel } from '../onnx/encode';
import { cosineDistance, infoNce, normalize, pool } from './loss';
import { differentiate } from './reverse';

ort.env.wasm.numThreads = 1;

type Vector = readonly number[];
const dot = (a: Vector, b: Vector): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? NaN), 0);

/** The definition: cross-entropy of row i of scale·cos(Q, [P; N]) against column i, by log-sum-exp, mean over rows. */
function reference(rows: readonly Vector[], scale: number, textsPerRecord = 3): number {
  const batch = rows.length / textsPerRecord;
  const unit = rows.map((row) => row.map((x) => x / Math.max(Math.sqrt(dot(row, row)), 1e-12)));
  const losses = unit.slice(0, batch).map((query, i) => {
    const scores = unit.slice(batch).map((document) => scale * dot(query, document));
    const top = Math.max(...scores);
    return top + Math.log(scores.reduce((sum, s) => sum + Math.exp(s - top), 0)) - (scores[i] ?? NaN);
  });
  return losses.reduce((a, b) => a + b, 0) / batch;
}

function build(rows: number, width: number, scale: number, textsPerRecord: 2 | 3 = 3) {
  const b = new GraphBuilder();
  const embeddings = b.input('embeddings', 'float32', [rows, width]);
  return { b, embeddings, loss: infoNce(b, embeddings, { scale, textsPerRecord }) };
}

function ours(rows: readonly Vector[], scale: number, textsPerRecord: 2 | 3 = 3): number {
  const { b, embeddings, loss } = build(rows.length, rows[0]!.length, scale, textsPerRecord);
  return evaluateGraph(b, [loss], new Map([[embeddings, rows.flat()]]))[0]!.data[0]!;
}

function randomRows(count: number, width: number, seed: number): number[][] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, () => Array.from({ length: width }, () => Math.fround(4 * random() - 2)));
}

/** One query, its positive at cosine 1 and a negative at such a cosine that the loss is `loss`; scale 20. Values are float32. */
function clearWin(loss: number): number[][] {
  const cosine = 1 + Math.log(Math.expm1(loss)) / 20;
  const rest = Math.sqrt(1 - cosine * cosine);
  return [[2, 0, 0, 0], [3, 0, 0, 0], [cosine, rest * 0.6, rest * 0.8, 0].map(Math.fround)];
}

/** Loss and gradient in float32, by onnxruntime. */
async function inFloat32(rows: readonly Vector[]): Promise<{ loss: number; gradient: number[] }> {
  const { b, embeddings, loss } = build(rows.length, rows[0]!.length, 20);
  const gradient = differentiate(b, loss, [embeddings]).get(embeddings)?.dense;
  const session = await ort.InferenceSession.create(encodeModel(emitGraph(b, [loss, gradient!])));
  const feed = new ort.Tensor('float32', Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]);
  const results = await session.run({ embeddings: feed });
  await session.release();
  return { loss: Number(results[loss.name]?.data[0]), gradient: Array.from(results[gradient!.name]?.data ?? [], Number) };
}

describe('InfoNCE', () => {
  it.each([
    [1, 8, 20],
    [2, 8, 20],
    [4, 8, 20],
    [4, 32, 1],
    [2, 3, 40],
  ])('is the cross-entropy of B = %i, width %i, scale %i', (batch, width, scale) => {
    for (let seed = 1; seed <= 5; seed++) {
      const rows = randomRows(3 * batch, width, seed);
      const expected = reference(rows, scale);
      expect(Math.abs(ours(rows, scale) / expected - 1), `seed ${seed}`).toBeLessThan(1e-7);
    }
  });

  it.each([2, 3, 8])('of %i pairs compares with the other positives of the batch alone', (batch) => {
    const rows = randomRows(2 * batch, 8, batch);
    expect(Math.abs(ours(rows, 20, 2) / reference(rows, 20, 2) - 1)).toBeLessThan(1e-7);
    const inputs = [{ shape: [2 * batch, 8] }];
    checkGradient({ label: `pairs B=${batch}`, inputs, build: (b, [x]) => infoNce(b, x!, { scale: 20, textsPerRecord: 2 }) }, batch);
  });

  it('of one pair has nothing to compare with: 0', () => {
    expect(ours(randomRows(2, 8, 1), 20, 2)).toBe(0);
  });

  it.each([0.2, 0.1, 0.095, 1e-2, 5e-6, 1e-8])('is right for a loss of %f', (loss) => {
    const rows = clearWin(loss);
    expect(ours(rows, 20) / loss - 1).toBeCloseTo(0, 5);
    // The reference loses digits itself: its sum is 1 + loss.
    expect(Math.abs(ours(rows, 20) - reference(rows, 20))).toBeLessThan(1e-14 + 2e-8 * loss);
  });

  it.each([0.3, 1e-2, 5e-6, 1e-8])('keeps the figures of a loss of %f, and of its gradient, in float32', async (loss) => {
    const rows = clearWin(loss);
    const { b, embeddings, loss: value } = build(3, 4, 20);
    const dense = differentiate(b, value, [embeddings]).get(embeddings)?.dense;
    const [exactLoss, exact] = evaluateGraph(b, [value, dense!], new Map([[embeddings, rows.flat()]]));
    const single = await inFloat32(rows);
    expect(Math.abs(single.loss / exactLoss!.data[0]! - 1)).toBeLessThan(2e-5);
    const norm = Math.hypot(...exact!.data);
    expect(Math.hypot(...single.gradient.map((x, i) => x - exact!.data[i]!)) / norm).toBeLessThan(2e-5);
  });

  it.each([1, 2, 4])('has the right gradient for B = %i', (batch) => {
    for (const scale of [1, 20]) {
      const inputs = [{ shape: [3 * batch, 8] }];
      checkGradient(
        { label: `InfoNCE B=${batch} scale=${scale}`, inputs, build: (b, [x]) => infoNce(b, x!, { scale, textsPerRecord: 3 }) },
        7 * batch,
      );
    }
  });

  it('has the right gradient where the positive wins clearly', () => {
    const values = clearWin(5e-6).flat();
    const inputs = [{ shape: [3, 4], sample: (_: unknown, index: number) => values[index]! }];
    checkGradient(
      { label: 'InfoNCE 5e-6', inputs, build: (b, [x]) => b.mul(infoNce(b, x!, { scale: 20, textsPerRecord: 3 }), b.scalar(2 ** 17)) },
      3,
    );
  });
});

describe('cosineDistance', () => {
  const unitRows = (count: number, width: number, seed: number): number[][] =>
    randomRows(count, width, seed).map((row) => row.map((x) => Math.fround(x / Math.hypot(...row))));

  it.each([1, 6])('is the mean of 1 − cos over %i rows', (count) => {
    const [rows, references] = [randomRows(count, 8, count), unitRows(count, 8, count + 50)];
    const b = new GraphBuilder();
    const [x, r] = [b.input('x', 'float32', [count, 8]), b.input('r', 'float32', [count, 8])];
    const feeds = new Map([
      [x, rows.flat()],
      [r, references.flat()],
    ]);
    const found = evaluateGraph(b, [cosineDistance(b, x, r)], feeds)[0]!.data[0]!;
    const expected = rows.reduce((sum, row, i) => sum + 1 - dot(row, references[i]!) / Math.hypot(...row), 0) / count;
    expect(Math.abs(found / expected - 1)).toBeLessThan(1e-6);
  });

  it('has the right gradient, with InfoNCE and alone', () => {
    const references = unitRows(6, 8, 3).flat();
    const inputs = [{ shape: [6, 8] }];
    const distance = (b: GraphBuilder, x: Value): Value => cosineDistance(b, x, b.constant(Float32Array.from(references), [6, 8]));
    checkGradient({ label: 'cosineDistance', inputs, build: (b, [x]) => distance(b, x!) }, 1);
    const both = (b: GraphBuilder, x: Value): Value =>
      b.add(infoNce(b, x, { scale: 20, textsPerRecord: 3 }), b.mul(distance(b, x), b.scalar(2)));
    checkGradient({ label: 'InfoNCE and distance', inputs, build: (b, [x]) => both(b, x!) }, 2);
  });
});

describe('pooling and normalisation', () => {
  const hidden = randomRows(2 * 3, 4, 9).flat();
  const pooled = (weights: readonly number[]): number[] => {
    const b = new GraphBuilder();
    const [h, w] = [b.input('h', 'float32', [2, 3, 4]), b.input('w', 'float32', [2, 1, 3])];
    const feeds = new Map([
      [h, hidden],
      [w, weights],
    ]);
    return Array.from(evaluateGraph(b, [pool(b, h, w)], feeds)[0]!.data);
  };
  const row = (index: number): number[] => hidden.slice(4 * index, 4 * index + 4);

  it('takes the mean of the real tokens, or one token', () => {
    expect(pooled([0.5, 0.5, 0, 0, 0, 1])).toEqual([...row(0).map((x, i) => 0.5 * x + 0.5 * row(1)[i]!), ...row(5)]);
    expect(pooled([1, 0, 0, 1, 0, 0])).toEqual([...row(0), ...row(3)]);
  });

  it('gives unit rows, and 0 for a row of zeros', () => {
    const b = new GraphBuilder();
    const x = b.input('x', 'float32', [2, 2]);
    const [unit] = evaluateGraph(b, [normalize(b, x)], new Map([[x, [3, -4, 0, 0]]]));
    expect(Array.from(unit!.data)).toEqual([0.6, -0.8, 0, 0]);
  });

  it('has the right gradients', () => {
    const build = (h: readonly number[]) => ({ shape: h });
    checkGradient({ label: 'pool', inputs: [build([2, 3, 4]), build([2, 1, 3])], build: (b, [h, w]) => pool(b, h!, w!) }, 11);
    checkGradient({ label: 'normalize', inputs: [build([3, 5])], build: (b, [x]) => normalize(b, x!) }, 12);
  });
});
