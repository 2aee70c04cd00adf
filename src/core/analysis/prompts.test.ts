import { afterAll, beforeAll, expect, it } from 'vitest';
import { openFixture } from '../../../tests/support/models';
import { Embedder } from '../evaluate/embedder';
import { analysisSettings } from '../gaprune/settings';
import { tokenizerOf } from '../model/tokenizer-of';
import type { Device } from '../runtime/device';
import { createNodeDevice } from '../runtime/node';
import { analyze } from './analyze';
import { DeviceWeights } from './weights-on-device';

const model = openFixture('tiny-bert');
const tokenizer = tokenizerOf(model);
const prompts = { query: 'search: ', document: 'passage: ' };
const set = (word: string, { query, document }: typeof prompts) => ({
  fileName: `${word}.json`,
  triplets: Array.from({ length: 2 }, (_, i) => ({
    query: `${query}${word} ${i}`,
    positive: `${document}about ${word} ${i}`,
    negative: `${document}not so ${i}`,
  })),
});
const nothing = { query: '', document: '' };

let device: Device;
beforeAll(async () => {
  device = await createNodeDevice('wasm');
});
afterAll(() => device.destroy());

it('an analysis with prompts is that of texts which begin with them', async () => {
  const analyse = async (inTexts: typeof prompts, asSettings: typeof prompts) => {
    const settings = { maxLength: 24, batchSize: 2, queryPrompt: asSettings.query, documentPrompt: asSettings.document };
    const [general, domain] = [set('river', inTexts), set('acid', inTexts)];
    return analyze(device, { model, tokenizer, general, domain, settings: analysisSettings.parse(settings) }, { now: () => 0 });
  };
  const [asSettings, inTexts, without] = [
    await analyse(nothing, prompts),
    await analyse(prompts, nothing),
    await analyse(nothing, nothing),
  ];
  expect(asSettings.losses).toEqual(inTexts.losses);
  expect(asSettings.tensors[0]?.fisherDomain).toEqual(inTexts.tensors[0]?.fisherDomain);
  expect(asSettings.losses).not.toEqual(without.losses);
});

it('an embedder puts the prompt of its role before a text, and leaves it out of pooling where the model does', async () => {
  const weights = await DeviceWeights.upload(device, model);
  const texts = { queries: ['the river'], documents: ['the river', 'an acid'] };
  const embed = async (asSettings: typeof prompts, given: typeof texts, includePrompt = true) => {
    const head = { ...model.head, pooling: { ...model.head.pooling, includePrompt } };
    const embedder = new Embedder(device, { ...model, head }, tokenizer, 24, asSettings);
    const { data } = await embedder.embed(given, weights);
    await embedder.release();
    return data;
  };
  const pooled = await embed(prompts, texts);
  const inTexts = { queries: ['search: the river'], documents: ['passage: the river', 'passage: an acid'] };
  expect(pooled).toEqual(await embed(nothing, inTexts));
  expect(pooled).not.toEqual(await embed(prompts, texts, false));
  weights.free();
});
