import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { AutoConfig, AutoTokenizer, env, pipeline } from '@huggingface/transformers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workplace } from '../../../tests/support/cli';
import { openFixture } from '../../../tests/support/models';
import { embedWithFile } from '../analysis/original-model';
import { makeTextBatch } from '../data/batches';
import { mulberry32 } from '../data/random';
import { loadTokenizer } from '../data/tokenizer';
import { createNodeDevice } from '../runtime/node';
import { sizeOf } from '../tensor';
import { writePruned } from './pruned-files';

const place = new Workplace();
afterAll(() => place.remove());
beforeAll(() => {
  env.allowRemoteModels = false;
  env.localModelPath = `${place.folder}/`;
});

const TEXTS = ['What is the boiling point of ethanol?', 'Quarterly revenue rose by four percent.'];

/** Another program reads the folder as it is: transformers.js, with its own tokenizer, its own session and its own pooling. */
describe.each([
  ['tiny-bert', 'mean'],
  ['tiny-distilbert', 'mean'],
  ['tiny-bert-cls-dynamo', 'cls'],
  ['tiny-qwen3', 'last_token'],
] as const)('the pruned folder of %s in transformers.js', (name, pooling) => {
  const model = openFixture(name);
  const random = mulberry32(3);
  const matrices = model.parameters.filter(({ types }) => types.includes('mlp') || types.includes('attention'));
  const masks = new Map(matrices.map((each) => [each.name, Uint8Array.from({ length: sizeOf(each.shape) }, () => Number(random() < 0.5))]));
  const written = writePruned(model, masks);
  const tokenizer = loadTokenizer({ tokenizerJson: model.tokenizerJson!, tokenizerConfig: model.tokenizerConfig! });
  const encoded = TEXTS.map((text) => tokenizer.encode(text, 64));

  beforeAll(() => {
    for (const [path, content] of written.folder) {
      mkdirSync(dirname(place.path(name, path)), { recursive: true });
      writeFileSync(place.path(name, path), content.subarray());
    }
  });

  it('has the configuration and the token ids that we have', async () => {
    const config = await AutoConfig.from_pretrained(name);
    expect(config.model_type).toBe(
      (JSON.parse(new TextDecoder().decode(model.folder.get('config.json')?.subarray())) as typeof config).model_type,
    );
    const theirs = await AutoTokenizer.from_pretrained(name);
    expect(TEXTS.map((text) => theirs.encode(text))).toEqual(encoded.map((ids) => [...ids]));
  });

  it('gives the embeddings that we get', async () => {
    const extract = await pipeline('feature-extraction', name, { dtype: 'fp32' });
    const device = await createNodeDevice('wasm');
    for (const [i, text] of TEXTS.entries()) {
      const theirs = (await extract(text, { pooling, normalize: true })).data as Float32Array;
      const batch = makeTextBatch([encoded[i]!], tokenizer.padToken, [encoded[i]!.length]);
      const ours = await embedWithFile(device, { ...written.model, head: model.head }, batch);
      expect(theirs.length).toBe(ours.length);
      expect(Math.max(...ours.map((x, at) => Math.abs(x - theirs[at]!)))).toBeLessThan(1e-5);
    }
    await extract.dispose();
  });
});
