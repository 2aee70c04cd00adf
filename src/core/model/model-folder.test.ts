import { describe, expect, it } from 'vitest';
import { openFolder } from './model-folder';

const folder = (...paths: readonly string[]): Map<string, Uint8Array> => new Map(paths.map((path, i) => [path, Uint8Array.of(i)]));
const chosen = (...paths: readonly string[]): string => openFolder(folder(...paths)).onnxPath;

describe('openFolder', () => {
  it('finds the model at any depth, and the shallowest file of a name', () => {
    const entries = folder(
      'org/model/config.json',
      'org/model/onnx/model.onnx',
      'org/model/1_Pooling/config.json',
      'org/model/2_Dense/config.json',
    );
    const opened = openFolder(entries);
    expect(opened.onnxPath).toBe('org/model/onnx/model.onnx');
    expect(opened.find('config.json')).toEqual(entries.get('org/model/config.json'));
    expect(opened.find('1_Pooling/config.json')).toEqual(entries.get('org/model/1_Pooling/config.json'));
    expect(opened.find('tokenizer.json')).toBeNull();
  });

  it('takes loose files', () => {
    expect(openFolder(folder('tokenizer.json', 'my-model.onnx')).files).toMatchObject({ modelName: 'my-model.onnx' });
  });

  it.each<[string, string[]]>([
    ['onnx/model.onnx', ['onnx/model_fp16.onnx', 'onnx/model.onnx', 'onnx/model_q4.onnx']],
    ['onnx/model_fp16.onnx', ['onnx/model_quantized.onnx', 'onnx/model_fp16.onnx', 'onnx/model_int8.onnx']],
    ['onnx/model_fp32.onnx', ['onnx/model_fp16.onnx', 'onnx/model_fp32.onnx']],
    ['onnx/decoder.onnx', ['onnx/decoder.onnx', 'onnx/decoder_uint8.onnx', 'onnx/decoder_bnb4.onnx']],
    ['onnx/model.onnx', ['a-pruned/onnx/model.onnx', 'onnx/model.onnx']],
    ['MODEL.ONNX', ['MODEL.ONNX']],
  ])('takes %s of %j', (expected, paths) => {
    expect(chosen(...paths)).toBe(expected);
  });

  it('takes only the files beside the model for its data', () => {
    const { files } = openFolder(
      folder('config.json', 'onnx/model.onnx', 'onnx/model.onnx.data', 'onnx/model.onnx_data_1', 'other/model.data'),
    );
    expect([...files.external.keys()]).toEqual(['model.onnx.data', 'model.onnx_data_1']);
  });

  it('leaves the weights in other formats out', () => {
    const { entries } = openFolder(folder('model.onnx', 'model.safetensors', 'pytorch_model.bin', 'tf_model.h5', 'vocab.txt'));
    expect([...entries.keys()]).toEqual(['model.onnx', 'vocab.txt']);
  });

  it.each<[string, string[]]>([
    ['There are several ONNX files; give one of them by its path: a.onnx, b.onnx.', ['a.onnx', 'b.onnx']],
    ['Quantised models cannot be pruned. Give the float32 or float16 ONNX file. (model_q4f16.onnx)', ['model_q4f16.onnx']],
    ['There is no .onnx file among the files given. (config.json)', ['config.json']],
    ['There is no .onnx file among the files given. (no files at all)', []],
  ])('refuses: %s', (message, paths) => {
    expect(() => chosen(...paths)).toThrow(message);
  });
});
