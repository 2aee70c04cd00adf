import { expect, test } from 'vitest';
import { classify } from './classify';

const content = new Blob([]);
const sorted = (...names: string[]) => {
  const { model, data, undecided, unknown } = classify(names.map((name) => ({ name, content })));
  const namesOf = (files: readonly { readonly name: string }[]) => files.map(({ name }) => name);
  return {
    model: namesOf(model),
    data: data.map(({ role, file }) => `${role}: ${file.name}`),
    undecided: namesOf(undecided),
    unknown: namesOf(unknown),
  };
};

test('a folder with an ONNX file is a model, whatever else lies in it', () => {
  const files = ['tiny/onnx/model.onnx', 'tiny/config.json', 'tiny/notes.json'];
  expect(sorted(...files)).toEqual({ model: files, data: [], undecided: [], unknown: [] });
});

test('loose files are told apart by name', () => {
  expect(
    sorted('model.onnx', 'model.onnx_data', 'tokenizer.json', 'general-example.json', 'chem-example.json', 'set.jsonl', 'cat.png'),
  ).toEqual({
    model: ['model.onnx', 'model.onnx_data', 'tokenizer.json'],
    data: ['general: general-example.json', 'domain: chem-example.json'],
    undecided: ['set.jsonl'],
    unknown: ['cat.png'],
  });
});
