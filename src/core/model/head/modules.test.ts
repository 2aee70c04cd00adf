import { describe, expect, it } from 'vitest';
import { loadModelFolder } from '../../../../tests/support/models';
import { writeSafetensors } from '../../export/safetensors';
import { openEmbeddingModel } from '../embedding-model';
import { summarizeModel } from '../summary';
import { tokenizerOf } from '../tokenizer-of';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
const bytesOf = (parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const list = (...types: readonly string[]): Uint8Array =>
  json(
    types.map((type, idx) => ({
      idx,
      name: String(idx),
      path: idx === 0 ? '' : `${idx}_${type}`,
      type: `sentence_transformers.models.${type}`,
    })),
  );
const weights = (rows: number, columns: number): Uint8Array =>
  bytesOf(writeSafetensors([{ name: 'linear.weight', shape: [rows, columns], data: new Float32Array(rows * columns).fill(0.1) }]));
const DENSE = { in_features: 32, out_features: 4, bias: false, activation_function: 'torch.nn.modules.linear.Identity' };

/** tiny-bert with modules and a Dense layer, and with what a test changes. */
function open(changes: Readonly<Record<string, Uint8Array | null>> = {}) {
  const folder = loadModelFolder('tiny-bert');
  const files: Readonly<Record<string, Uint8Array | null>> = {
    'modules.json': list('Transformer', 'Pooling', 'Dense', 'Normalize'),
    '2_Dense/config.json': json(DENSE),
    '2_Dense/model.safetensors': weights(4, 32),
    ...changes,
  };
  for (const [path, content] of Object.entries(files)) {
    if (content === null) folder.delete(path);
    else folder.set(path, content);
  }
  return openEmbeddingModel('m', folder);
}

describe('readHead', () => {
  it('reads the modules, whatever package they are in, and keeps their files', () => {
    const model = open();
    expect(summarizeModel(model)).toMatchObject({ refusal: null, pooling: ['mean'], head: ['dense 32→4, identity', 'normalize'] });
    expect([...model.folder.keys()]).toEqual(expect.arrayContaining(['modules.json', '2_Dense/config.json', '2_Dense/model.safetensors']));
    expect(open({ 'modules.json': list('Transformer', 'Pooling', 'Dropout') }).head.steps).toEqual([]);
  });

  it.each<[string, Record<string, Uint8Array | null>, string]>([
    [
      'another module',
      { 'modules.json': list('Transformer', 'Pooling', 'LSTM') },
      'The module LSTM is not supported: Dense, Normalize and Dropout are.',
    ],
    ['no pooling', { 'modules.json': list('Transformer', 'Normalize') }, 'A Pooling must follow the Transformer.'],
    [
      'words for a first module',
      { 'modules.json': list('BoW', 'Pooling') },
      'The first module must be a Transformer. (modules.json, sentence_transformers.models.BoW)',
    ],
    ['a broken list', { 'modules.json': json('[') }, 'This list of modules is not valid. (modules.json)'],
    [
      'a pooling that was not given',
      { '1_Pooling/config.json': null },
      'modules.json names this file, and it was not given. (1_Pooling/config.json)',
    ],
    [
      'a Dense layer that was not given',
      { '2_Dense/config.json': null },
      'modules.json names this file, and it was not given. (2_Dense/config.json)',
    ],
    ['no weights', { '2_Dense/model.safetensors': null }, 'The weights of this Dense layer were not given. (2_Dense/model.safetensors)'],
    [
      'weights of PyTorch alone',
      { '2_Dense/model.safetensors': null, '2_Dense/pytorch_model.bin': Uint8Array.of(1) },
      'are in pytorch_model.bin, which only PyTorch reads. Load the model with sentence-transformers and save it again: it writes model.safetensors. (2_Dense/pytorch_model.bin)',
    ],
    [
      'another activation',
      { '2_Dense/config.json': json({ ...DENSE, activation_function: 'torch.nn.modules.activation.Softplus' }) },
      'The activation "torch.nn.modules.activation.Softplus" of a Dense layer is not supported',
    ],
    [
      'an activation of its own',
      { '2_Dense/config.json': json({ ...DENSE, activation_function: 'mine.Tanh' }) },
      'The activation "mine.Tanh"',
    ],
    [
      'a residual',
      { '2_Dense/config.json': json({ ...DENSE, use_residual: true }) },
      'A Dense layer with a residual (use_residual) is not supported.',
    ],
    [
      'a layer on tokens',
      { '2_Dense/config.json': json({ ...DENSE, module_input_name: 'token_embeddings' }) },
      'A Dense layer on "token_embeddings" is not supported',
    ],
    [
      'weights of another shape',
      { '2_Dense/model.safetensors': weights(4, 16) },
      'A tensor of a Dense layer is 4×16, where its configuration says 4×32.',
    ],
    [
      'a missing bias',
      { '2_Dense/config.json': json({ ...DENSE, bias: true }) },
      'A Dense layer lacks this tensor. (2_Dense/model.safetensors, linear.bias)',
    ],
    [
      'a size beyond reason',
      { '2_Dense/config.json': json({ ...DENSE, out_features: 1e9 }) },
      'This configuration of a Dense layer is not valid.',
    ],
  ])('refuses %s by name', (_, changes, message) => {
    expect(() => open(changes)).toThrow(message);
  });

  it('says when a Dense layer takes another width than pooling gives', () => {
    const changes = { '2_Dense/config.json': json({ ...DENSE, in_features: 16 }), '2_Dense/model.safetensors': weights(4, 16) };
    expect(summarizeModel(open(changes)).refusal).toMatch('A Dense layer takes 16 features, and is given 32.');
  });
});

describe('sentence_bert_config.json', () => {
  it('says where texts are cut, and whether in lower case', () => {
    const model = open({ 'sentence_bert_config.json': json({ max_seq_length: 256, do_lower_case: true }) });
    expect(summarizeModel(model).maxSequence).toBe(256);
    // A tokenizer that keeps capitals apart.
    const cased = (model.tokenizerJson ?? '')
      .replace('"lowercase":true', '"lowercase":false')
      .replace('"lowercase": true', '"lowercase": false');
    const [lowered, plain] = [true, false].map((lowerCase) =>
      tokenizerOf({ ...model, tokenizerJson: cased, texts: { ...model.texts, lowerCase } }).encode('The River', 16),
    );
    expect(plain).not.toEqual(lowered);
    expect(lowered).toEqual(tokenizerOf({ ...model, texts: { ...model.texts, lowerCase: false } }).encode('the river', 16));
  });

  it('is refused when it is broken', () => {
    expect(() => open({ 'sentence_bert_config.json': json('{') })).toThrow('This configuration is not valid. (sentence_bert_config.json)');
  });
});
