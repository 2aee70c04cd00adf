import { describe, expect, it } from 'vitest';
import { loadModelFolder, openFixture, openWithUnknownOperator } from '../../../tests/support/models';
import { openEmbeddingModel } from './embedding-model';
import { summarizeModel } from './summary';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const without = (path: string, ...more: readonly (readonly [string, Uint8Array])[]): Map<string, Uint8Array> => {
  const folder = new Map([...loadModelFolder('tiny-bert'), ...more]);
  folder.delete(path);
  return folder;
};

describe('openEmbeddingModel', () => {
  it.each([
    ['tiny-bert', 'BertModel', 'mean', 512],
    ['tiny-bert-cls-dynamo', 'BertModel', 'cls', 512],
    ['tiny-distilbert', 'DistilBertModel', 'mean', 512],
    ['tiny-qwen3', 'Qwen3Model', 'lasttoken', 512],
    ['tiny-qwen3-legacy', 'Qwen3Model', 'lasttoken', 512],
    ['tiny-qwen3-genai', 'Qwen3Model', 'lasttoken', 512],
  ] as const)('reads %s', (name, architecture, pooling, maxPositions) => {
    const head = { pooling: { modes: [pooling], includePrompt: true }, steps: [] };
    expect(openFixture(name)).toMatchObject({ name, architecture, head, maxPositions, layers: 2, onnxPath: 'onnx/model.onnx' });
  });

  it('does without configuration, pooling and tokenizer', () => {
    const files = new Map([['m.onnx', loadModelFolder('tiny-bert').get('onnx/model.onnx')!]]);
    expect(openEmbeddingModel('m', files)).toMatchObject({
      architecture: 'unknown',
      head: { pooling: { modes: ['mean'] }, steps: [] },
      maxPositions: 512,
      tokenizerJson: null,
      tokenizerConfig: null,
    });
  });

  it('takes fewer positions than the table has where the configuration says so, and two fewer for RoBERTa', () => {
    const open = (config: unknown) => openEmbeddingModel('m', without('', ['config.json', json(config)])).maxPositions;
    expect(open({ model_type: 'bert', max_position_embeddings: 128 })).toBe(128);
    expect(open({ model_type: 'bert', max_position_embeddings: 9999 })).toBe(512);
    expect(open({ model_type: 'xlm-roberta' })).toBe(510);
  });

  it('refuses a broken configuration, and a file that is no ONNX model', () => {
    expect(() => openEmbeddingModel('m', without('', ['config.json', json([])]))).toThrow('This configuration is not valid. (config.json)');
    expect(() => openEmbeddingModel('m', new Map([['m.onnx', json('no model')]]))).toThrow(
      /^This is not an ONNX file, or it is damaged: .*\(m\.onnx\)$/,
    );
    expect(() => openEmbeddingModel('m', new Map([['m.onnx', new Uint8Array()]]))).toThrow(/it holds no graph/);
  });

  it('asks for missing external data by name', () => {
    const folder = loadModelFolder('tiny-qwen3-genai');
    folder.delete('onnx/model.onnx.data');
    expect(() => openEmbeddingModel('m', folder)).toThrow(/"model\.onnx\.data", which is missing\. Add it next to the model/);
  });
});

describe('summarizeModel', () => {
  it('tells weights, layers and operators', () => {
    const model = openFixture('tiny-bert');
    const summary = summarizeModel(model);
    expect(summary).toMatchObject({ precision: 'float32', opset: 14, layers: 2, refusal: null, sizeBytes: model.files.model.length });
    expect(summary.parameters.filter(({ prunable }) => prunable)).toHaveLength(15);
    expect(summary.operators.find(({ operator }) => operator === 'MatMul')).toMatchObject({ state: 'differentiable' });
    expect(summary.operators.some(({ state }) => state === 'unsupported')).toBe(false);
  });

  it('counts the external data, and refuses contrib operators with their place and what is supported', () => {
    const summary = summarizeModel(openWithUnknownOperator());
    expect(summary.sizeBytes).toBe(21051 + 259968);
    expect(summary.refusal).toMatch(/com\.microsoft\.PagedQueryAttention.*cannot be differentiated\. Supported .*MatMul.*\(node \S+\)/);
    expect(summary.operators.filter(({ state }) => state === 'unsupported').map(({ operator }) => operator)).toContain(
      'com.microsoft.PagedQueryAttention',
    );
  });
});
