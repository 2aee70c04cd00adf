import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemorySlots } from '../../../tests/support/memory-slots';
import { openFixture } from '../../../tests/support/models';
import { Checkpoints } from '../checkpoint/checkpoints';
import type { Slots } from '../checkpoint/slots';
import type { Triplet } from '../data/triplet';
import { CancelledError } from '../errors';
import { NO_PROMPTS } from '../data/prompts';
import { loadTokenizer } from '../data/tokenizer';
import { DeviceWeights } from '../analysis/weights-on-device';
import { Embedder } from '../evaluate/embedder';
import { cosine } from '../evaluate/ranking';
import { byInitializer, maskedPatch, weightOf } from '../model/weight-patch';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { writePruned } from '../export/pruned-files';
import { type RecoverHooks, type RecoverInput, type RecoveryProgress, recover } from './recover';
import { recoveryKey } from './recovery-key';
import { type RecoverySettings, recoverySettings } from './settings';
import { COMPOSITIONS } from './compositions';
import { endlessBatches, splitRecords } from './split';
import { recoveryFormat } from './state';

const model = openFixture('tiny-bert');
const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
const WORDS = ['ether', 'market', 'enzyme', 'river', 'cobalt', 'treaty', 'polymer', 'orchard', 'neon', 'harbour'];
const records = (offset: number) => ({
  fileName: `set-${offset}.json`,
  triplets: Array.from({ length: 40 }, (_, i) => {
    const [a, b, c] = [WORDS[i % 10]!, WORDS[(i + offset) % 10]!, WORDS[(i * 3 + offset + 1) % 10]!];
    return { query: `${a} ${b} ${i}`, positive: `the ${a} of ${b}`, negative: `${c} and ${i}` };
  }),
});
const masks = new Map(
  model.parameters
    .filter(({ types, shape }) => types.includes('linear') && shape.length === 2)
    .map(({ name, shape }) => [name, Uint8Array.from({ length: shape[0]! * shape[1]! }, (_, i) => Number((i * 7) % 5 < 2))]),
);
const input = (part: Partial<RecoverySettings>): RecoverInput => ({
  prompts: NO_PROMPTS,
  model,
  tokenizer,
  general: records(3),
  domain: records(1),
  maxLength: 32,
  scale: 20,
  masks,
  start: maskedPatch(model, masks),
  settings: recoverySettings.parse({ steps: 12, batchSize: 8, learningRate: 2e-3, checkEvery: 4, ...part }),
});

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());
const run = (part: Partial<RecoverySettings>, hooks: RecoverHooks = {}) => recover(device, input(part), hooks);

describe('recover', () => {
  it('lowers the validation loss, keeps the best weights, and every zero', async () => {
    const { patch, bestStep, checks, losses } = await run({});
    expect(checks.map(({ step }) => step)).toEqual([0, 4, 8, 12]);
    expect(losses.length).toBe(12);
    const best = checks.find(({ step }) => step === bestStep)!;
    expect(best.loss).toBe(Math.min(...checks.map(({ loss }) => loss)));
    expect(best.loss).toBeLessThan(checks[0]!.loss);
    for (const [name, mask] of masks)
      expect(
        patch.get(name)!.every((x, i) => mask[i] === 0 || Object.is(x, 0)),
        name,
      ).toBe(true);
    const written = writePruned(model, masks, patch);
    expect(written.zerosInMasked).toBe([...masks.values()].reduce((sum, bits) => sum + bits.reduce((n, bit) => n + bit, 0), 0));
  });

  it('gives the same weights every time', async () => {
    const [first, second] = [await run({ steps: 3 }), await run({ steps: 3 })];
    expect(second.losses).toEqual(first.losses);
    expect(second.patch).toEqual(first.patch);
  });

  it('leaves tables that are looked up alone, and moves biases and norms', async () => {
    const { patch } = await run({ steps: 4 });
    expect(patch.has('embeddings.word_embeddings.weight')).toBe(false);
    const bias = model.parameters.find(({ name }) => name === 'encoder.layer.0.output.dense.bias')!;
    expect(patch.get(bias.name)).not.toEqual(weightOf(model, bias));
  });

  it('trains tables too where that is wanted', async () => {
    const { patch, checks } = await run({ tables: true });
    const words = model.parameters.find(({ name }) => name === 'embeddings.word_embeddings.weight')!;
    const [before, after] = [weightOf(model, words), patch.get(words.name)!];
    // Words that no text holds have no gradient; weight decay alone moves them.
    expect(after.length).toBe(before.length);
    expect(Math.max(...after.map((x, i) => Math.abs(x - before[i]!)))).toBeGreaterThan(2e-3);
    expect(checks.at(-1)!.loss).toBeLessThan(checks[0]!.loss);
  });

  it('stays nearer to the dense model with distillation', async () => {
    const steps = 8;
    const drift = async (distill: number): Promise<number> => {
      const { patch } = await run({ steps, checkEvery: steps, distill });
      const embedder = new Embedder(device, model, tokenizer, 32);
      const texts = { queries: input({}).domain.triplets.map(({ query }) => query), documents: [] };
      const [dense, changed] = [
        await DeviceWeights.upload(device, model),
        await DeviceWeights.upload(device, model, byInitializer(model, patch)),
      ];
      const [a, b] = [await embedder.embed(texts, dense), await embedder.embed(texts, changed)];
      for (const weights of [dense, changed]) weights.free();
      await embedder.release();
      return texts.queries.reduce((sum, _, row) => sum + 1 - cosine(a, row, b, row), 0);
    };
    expect(await drift(100)).toBeLessThan(await drift(0));
  });

  it('measures retrieval of the validation records at every look', async () => {
    for (const { ndcg10 } of (await run({ steps: 4 })).checks) {
      for (const value of [ndcg10.domain, ndcg10.general]) {
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(1);
      }
    }
  });

  it('keeps what it started from when training makes it worse', async () => {
    // What is trained on says the opposite of what is validated on.
    const contradiction = (offset: number) => {
      const { fileName, triplets } = records(offset);
      const { validation } = splitRecords(triplets, 0.1, 0);
      const swap = (triplet: Triplet): Triplet =>
        validation.includes(triplet) ? triplet : { ...triplet, positive: triplet.negative, negative: triplet.positive };
      return { fileName, triplets: triplets.map(swap) };
    };
    const nonsense = { ...input({ steps: 8, learningRate: 0.01, checkEvery: 8 }), general: contradiction(3), domain: contradiction(1) };
    const { patch, bestStep, checks } = await recover(device, nonsense);
    expect(checks[1]!.loss).toBeGreaterThan(checks[0]!.loss);
    expect(bestStep).toBe(0);
    expect(patch).toEqual(nonsense.start);
  });

  it('stops early with a result, or cancels without one', async () => {
    const [stop, cancel] = [new AbortController(), new AbortController()];
    const early = await run(
      { steps: 1000 },
      { stop: stop.signal, onProgress: ({ kind, step }) => kind === 'step' && step === 2 && stop.abort() },
    );
    expect(early.losses.length).toBe(2);
    expect(early.checks.at(-1)?.step).toBe(2);
    const work = run({ steps: 1000 }, { signal: cancel.signal, onProgress: ({ step }) => step === 2 && cancel.abort() });
    await expect(work).rejects.toThrow(CancelledError);
  });

  describe('with checkpoints', () => {
    /** A clock on which every look is half a minute later: a checkpoint after every step. */
    const checkpointsIn = (slots: Slots, key = 'this work') => {
      let time = 0;
      return new Checkpoints(recoveryFormat, slots, key, () => (time += 30_000));
    };
    /** Settings with all that depends on the number of the step. */
    const settings = { steps: 10, checkEvery: 4, warmup: 3, schedule: 'linear', batches: 'mixed', distill: 1 } as const;
    /** Ends a recovery as it reports this step, as a process that ends does. */
    async function interrupted(slots: Slots, at: number): Promise<void> {
      const onProgress = ({ step, kind }: RecoveryProgress): void => {
        if (kind === 'step' && step === at) throw new Error('ended');
      };
      await expect(run(settings, { checkpoints: checkpointsIn(slots), onProgress })).rejects.toThrow('ended');
    }

    it('goes on where it was interrupted, with the bits of one that was not', async () => {
      const undisturbed = await run(settings);
      expect(undisturbed.bestStep).toBeGreaterThan(0);
      for (const at of [2, 6, 9]) {
        const slots = new MemorySlots();
        await interrupted(slots, at);
        const steps: number[] = [];
        let resumed = 0;
        const recovery = await run(settings, {
          checkpoints: checkpointsIn(slots),
          onResumed: () => (resumed += 1),
          onProgress: ({ step, kind }) => kind === 'step' && steps.push(step),
        });
        expect([resumed, steps[0]]).toEqual([1, at]);
        expect(recovery).toEqual(undisturbed);
        expect(slots.files).toEqual([null, null]);
      }
    });

    it('begins anew where the checkpoint is torn, or of other work', async () => {
      const undisturbed = await run(settings);
      const torn = new MemorySlots((_, file) => file.slice(0, 5000));
      await interrupted(torn, 6);
      expect(await run(settings, { checkpoints: checkpointsIn(torn) })).toEqual(undisturbed);
      const other = new MemorySlots();
      await interrupted(other, 6);
      expect(await run(settings, { checkpoints: checkpointsIn(other, 'other work') })).toEqual(undisturbed);
    });

    it('knows its work by model, sets, masks, weights, settings and device', async () => {
      const one = input({});
      const [name, mask] = [...masks][0]!;
      const others: readonly RecoverInput[] = [
        ...[input({ steps: 11 }), { ...one, domain: records(2) }, { ...one, maxLength: 31 }],
        {
          ...one,
          masks: new Map(masks).set(
            name,
            mask.map((bit) => 1 - bit),
          ),
        },
        { ...one, start: new Map(one.start).set(name, new Float32Array(mask.length)) },
      ];
      const keys = await Promise.all([...others.map((other) => recoveryKey(other, 'wasm')), recoveryKey(one, 'WebGPU')]);
      expect(new Set([...keys, await recoveryKey(one, 'wasm')]).size).toBe(7);
      expect(await recoveryKey(input({}), 'wasm')).toBe(await recoveryKey(one, 'wasm'));
    });
  });

  it('refuses sets that do not fill a batch', async () => {
    await expect(run({ batchSize: 40 })).rejects.toThrow(/A batch of 40 takes as many records to train on; 36 are left of 40/);
  });
});

describe('splitRecords', () => {
  it('keeps records of one query together, and every record once', () => {
    const triplets = Array.from({ length: 30 }, (_, i) => ({ query: `q${i % 10}`, positive: `p${i}`, negative: 'n' }));
    const { training, validation } = splitRecords(triplets, 0.2, 1);
    expect([training.length, validation.length]).toEqual([24, 6]);
    const known = new Set(training.map(({ query }) => query));
    expect(validation.some(({ query }) => known.has(query))).toBe(false);
    expect(splitRecords(triplets, 0.2, 1)).toEqual({ training, validation });
  });
});

describe('endlessBatches', () => {
  it('goes through all records before any comes again, and never has one twice in a batch', () => {
    const batches = endlessBatches(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 3, 5);
    const [first, second, third] = [batches.next().value, batches.next().value, batches.next().value];
    expect(new Set([...first, ...second]).size).toBe(6);
    expect(new Set(third).size).toBe(3);
    expect(endlessBatches(['a', 'b', 'c', 'd', 'e', 'f', 'g'], 3, 5).next().value).toEqual(first);
  });
});

describe('COMPOSITIONS', () => {
  const of = (set: string) => Array.from({ length: 20 }, (_, i) => ({ query: `${set} ${i}`, positive: 'p', negative: 'n' }));
  const sets = { domain: of('domain'), general: of('general') };
  const share = (name: keyof typeof COMPOSITIONS, domainBatches: number, steps: number): number[] => {
    const batches = COMPOSITIONS[name].batches(sets, { batchSize: 8, domainBatches, seed: 0 });
    return Array.from({ length: steps }, () => batches.next().value.filter(({ query }) => query.startsWith('domain')).length);
  };

  it('alternates sets from step to step, the domain first', () => {
    expect(share('alternating', 0.5, 4)).toEqual([8, 0, 8, 0]);
    expect(share('alternating', 0.75, 4).sort()).toEqual([0, 8, 8, 8]);
  });

  it('mixes both sets in every step', () => {
    expect(share('mixed', 0.5, 3)).toEqual([4, 4, 4]);
    expect(share('mixed', 0.75, 3)).toEqual([6, 6, 6]);
    expect(share('mixed', 1, 2)).toEqual([8, 8]);
    expect(share('mixed', 0, 2)).toEqual([0, 0]);
  });
});
