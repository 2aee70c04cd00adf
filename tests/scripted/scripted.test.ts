import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { convertPrecision } from '../../src/core/export/convert-precision';
import { float32Values, readSafetensors } from '../../src/core/export/safetensors';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { summarizeModel } from '../../src/core/model/summary';
import { createNodeDevice } from '../../src/core/runtime/node';
import { expectPyTorchs } from '../families/check-export';
import { parseFigures } from '../support/families';
import { FIXTURES } from '../support/golden';

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`scripted/${file}`, FIXTURES)));
const utf8 = {
  encode: (value: unknown) => new TextEncoder().encode(JSON.stringify(value)),
  decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes),
};
const open = (name: string) =>
  openEmbeddingModel(
    name,
    new Map([
      ['config.json', utf8.encode({ model_type: 'bert' })],
      ['1_Pooling/config.json', utf8.encode({ pooling_mode_mean_tokens: true })],
      ['model.onnx', read(`${name}.onnx`)],
    ]),
  );
/** Operators of the file, those inside If and Loop left out. */
const operators = (name: string): string[] => open(name).onnx.graph.nodes.map(({ opType }) => opType);

const figures = parseFigures(JSON.parse(utf8.decode(read('golden.json'))));
const stored = readSafetensors(read('gradients.safetensors')).tensors;
const gradients = new Map([...stored].map(([name, tensor]) => [name, float32Values(tensor) ?? new Float32Array()]));

it.each(['kept', 'kept-float16'])('%s: If and Loop of a scripted module are written out, with PyTorch’s gradients', async (name) => {
  expect(operators(name)).toEqual(expect.arrayContaining(['If', 'Loop']));
  await expectPyTorchs(await createNodeDevice('wasm'), open(name), figures, { ...figures, gradients });
});

it('a branch over the shape of the batch is refused by name', () => {
  expect(operators('by-length')).toContain('If');
  expect(summarizeModel(open('by-length')).refusal).toMatch(/^If /);
});

it.each([
  ['kept', 'float16'],
  ['kept-float16', 'float32'],
] as const)('%s is not written in %s, and what holds a graph is named', (name, precision) => {
  expect(() => convertPrecision(open(name), precision)).toThrow(
    /^If holds a graph, whose precision is not changed: export it as the input\./,
  );
});
