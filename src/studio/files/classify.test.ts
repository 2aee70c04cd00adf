import { expect, test } from 'vitest';
import { ODD_DATA, withOddData } from '../../../tests/support/models';
import { zipBlob } from '../../core/archive/write-zip';
import { classify } from './classify';
import { peekAt, peekInto } from './peek';

const file = (name: string, text = '') => ({ name, content: new Blob([text]) });
const record = '[{"query": "a", "positive": "b", "negative": "c"}]';
const sorted = (files: readonly ReturnType<typeof file>[], peeks?: Parameters<typeof classify>[1]) =>
  classify(files, peeks).map(({ role, reason, files: own }) => [role, reason, ...own.map(({ name }) => name)]);

test('a folder with an ONNX file is a model, whatever else lies in it', () => {
  const names = ['tiny/onnx/model.onnx', 'tiny/config.json', 'tiny/notes.json'];
  expect(sorted(names.map((name) => file(name)))).toEqual([['model', 'onnx', ...names]]);
});

test('loose files are told apart by name', () => {
  const names = [
    'general-example.json',
    'model.onnx',
    'model.onnx_data',
    'tokenizer.json',
    'chem-example.json',
    'set.jsonl',
    'law.parquet',
    'cat.png',
  ];
  expect(sorted(names.map((name) => file(name)))).toEqual([
    ['general', 'named-set', 'general-example.json'],
    ['model', 'onnx', 'model.onnx', 'model.onnx_data', 'tokenizer.json'],
    ['domain', 'named-set', 'chem-example.json'],
    [null, 'unnamed-set', 'set.jsonl'],
    ['domain', 'named-set', 'law.parquet'],
    [null, 'unknown', 'cat.png'],
  ]);
});

test('a run is its two files, its folder or its archive', () => {
  const names = ['my/run.json', 'my/statistics.safetensors'];
  expect(sorted(names.map((name) => file(name)))).toEqual([['run', 'run-file', ...names]]);
  expect(sorted([file('old.zip')])).toEqual([['run', 'run-file', 'old.zip']]);
});

test('statistics of another program are known by their arrays, or as the reference lays them out', async () => {
  const header = `{"fisher_domain/w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`;
  const arrays = [file('fisher-cluster.safetensors', header), file('model.safetensors', '{"w":{}}')];
  expect(sorted(arrays, await peekInto(arrays))).toEqual([
    ['run', 'statistics', 'fisher-cluster.safetensors'],
    [null, 'checkpoint', 'model.safetensors'],
  ]);
  const reference = [
    'out/general_fisher_complete_scores_20250101_tensors/encoder.w.npy',
    'out/chem_fisher_complete_scores_20250101_tensors/encoder.w.npy',
    'out/chem_fisher_complete_scores_20250101.json',
    'out/alignment_scores_20250101.json',
  ];
  expect(sorted(reference.map((name) => file(name)))).toEqual([['run', 'statistics', ...reference]]);
  expect(sorted([file('statistics.safetensors')])).toEqual([['run', 'statistics', 'statistics.safetensors']]);
});

test('an archive is a model where an ONNX file is in it, but for a session, which holds its model', async () => {
  const archive = async (...names: readonly string[]) => ({
    name: 'given.zip',
    content: await zipBlob(names.map((name) => ({ name, content: 'x' }))),
  });
  const model = await archive('tiny/onnx/model.onnx', 'tiny/run.json');
  const session = await archive('session.json', 'model/onnx/model.onnx');
  expect(sorted([model], await peekInto([model]))).toEqual([['model', 'model-archive', 'given.zip']]);
  expect(sorted([session], await peekInto([session]))).toEqual([['run', 'run-file', 'given.zip']]);
});

test('what is of no use says why', () => {
  expect(sorted([file('a.xlsx'), file('model.safetensors'), file('b.txt')])).toEqual([
    [null, 'table', 'a.xlsx'],
    [null, 'checkpoint', 'model.safetensors'],
    [null, 'unknown', 'b.txt'],
  ]);
});

test('loose data files are those that the ONNX file names', async () => {
  const given = [...withOddData()].map(([path, content]) => ({ name: path.replace(/^.*\//, ''), content: new Blob([content.slice()]) }));
  const wanted = new Set(['model.onnx', ODD_DATA, 'pytorch_model.bin']);
  const files = given.filter(({ name }) => wanted.has(name));
  expect(sorted(files, await peekInto(files))).toEqual([
    ['model', 'onnx', 'model.onnx', ODD_DATA],
    [null, 'checkpoint', 'pytorch_model.bin'],
  ]);
});

test('records are known by how they begin, also in a model folder', async () => {
  const files = [
    file('m/model.onnx'),
    file('m/general.json', record),
    file('m/labels.json', '{"id2label": {}}'),
    file('x.json', '{"a": 1}'),
  ];
  expect(sorted(files, await peekInto(files))).toEqual([
    ['model', 'onnx', 'm/model.onnx', 'm/labels.json'],
    ['general', 'named-set', 'm/general.json'],
    [null, 'no-records', 'x.json'],
  ]);
});

test.each([
  [record, 'records'],
  ['\uFEFF\n{"anchor": "a"}\n', 'records'],
  ['{"set": {"query": "a"}}', 'records'],
  ['{"id": 7, "text": "a', 'records'],
  ['{"vocab_size": 10}', 'other'],
  ['[1, 2]', 'other'],
  ['[{"say": "the \\"query\\": here"}]', 'other'],
  ['', 'other'],
])('%j begins with %s', (head, expected) => {
  expect(peekAt(head)).toBe(expected);
});
