import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mulberry32 } from '../../src/core/data/random';
import { type EmbeddingModel, openEmbeddingModel } from '../../src/core/model/embedding-model';
import { type GeneratedConstant, encodeModel } from '../../src/core/onnx/encode';
import type { Attribute, OnnxNode, ValueInfo } from '../../src/core/onnx/graph';
import { sizeOf } from '../../src/core/tensor';

export interface ModelShape {
  readonly width: number;
  readonly layers: number;
}

const HEADS = 4;
/** That of tiny-bert, whose tokenizer is used. */
const VOCABULARY = 1000;
const POSITIONS = 512;

/** A BERT-shaped model of made-up weights, with the tokenizer of a test model: only its shape counts. */
export function madeUpModel(root: string, shape: ModelShape): EmbeddingModel {
  const folder = join(root, 'tests/fixtures/models/tiny-bert');
  const files = ['config.json', 'tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json'];
  return openEmbeddingModel(
    `made-up-${shape.width}x${shape.layers}`,
    new Map([...files.map((name) => [name, readFileSync(join(folder, name))] as const), ['onnx/model.onnx', encodeEncoder(shape)]]),
  );
}

function encodeEncoder({ width, layers }: ModelShape): Uint8Array {
  const next = mulberry32(1);
  const nodes: OnnxNode[] = [];
  const constants: GeneratedConstant[] = [];
  const constant = (name: string, dims: readonly number[], data: Float32Array | BigInt64Array): string => {
    const dataType = data instanceof Float32Array ? 'float32' : 'int64';
    constants.push({ name, dims, dataType, bytes: new Uint8Array(data.buffer) });
    return name;
  };
  const weight = (name: string, ...dims: number[]): string =>
    constant(
      name,
      dims,
      Float32Array.from({ length: sizeOf(dims) }, () => (next() - 0.5) * 0.1),
    );
  const filled = (name: string, value: number, ...dims: number[]): string =>
    constant(name, dims, new Float32Array(sizeOf(dims)).fill(value));
  const ints = (name: string, ...values: number[]): string => constant(name, [values.length], BigInt64Array.from(values, BigInt));
  const node = (opType: string, inputs: string[], attributes: Readonly<Record<string, Attribute>> = {}): string => {
    const output = `${opType}_${nodes.length}`;
    nodes.push({
      ...{ name: output, opType, domain: '', inputs, outputs: [output] },
      ...{ attributes: new Map(Object.entries(attributes)), metadata: new Map() },
    });
    return output;
  };
  const dense = (x: string, name: string, from: number, to: number): string =>
    node('Add', [node('MatMul', [x, weight(`${name}.weight`, from, to)]), weight(`${name}.bias`, to)]);
  const norm = (x: string, name: string): string =>
    node('LayerNormalization', [x, filled(`${name}.weight`, 1, width), filled(`${name}.bias`, 0, width)], {
      axis: { kind: 'int', value: -1 },
    });
  const split = ints('split', 0, 0, HEADS, width / HEADS);
  const joined = ints('joined', 0, 0, width);
  const heads = (x: string, order: readonly number[]): string =>
    node('Transpose', [node('Reshape', [x, split])], { perm: { kind: 'ints', value: order } });

  const mask = node('Unsqueeze', [node('Cast', ['attention_mask'], { to: { kind: 'int', value: 1 } }), ints('axes', 1, 2)]);
  const bias = node('Mul', [node('Sub', [filled('one', 1), mask]), filled('lowest', -1e9)]);
  const words = node('Gather', [weight('embeddings.word_embeddings.weight', VOCABULARY, width), 'input_ids']);
  const length = node('Slice', [node('Shape', ['input_ids']), ints('from', 1), ints('to', 2)]);
  const positions = node('Slice', [
    ...[weight('embeddings.position_embeddings.weight', POSITIONS, width), ints('zero', 0), length],
    ints('axis', 0),
  ]);
  let x = norm(node('Add', [words, positions]), 'embeddings.LayerNorm');
  for (let layer = 0; layer < layers; layer++) {
    const at = `encoder.layer.${layer}`;
    const project = (role: string, order: readonly number[]): string =>
      heads(dense(x, `${at}.attention.self.${role}`, width, width), order);
    const scores = node('MatMul', [project('query', [0, 2, 1, 3]), project('key', [0, 2, 3, 1])]);
    const scaled = node('Add', [node('Mul', [scores, filled(`${at}.scale`, 1 / Math.sqrt(width / HEADS))]), bias]);
    const mixed = node('MatMul', [node('Softmax', [scaled], { axis: { kind: 'int', value: -1 } }), project('value', [0, 2, 1, 3])]);
    const together = node('Reshape', [node('Transpose', [mixed], { perm: { kind: 'ints', value: [0, 2, 1, 3] } }), joined]);
    const attended = norm(
      node('Add', [x, dense(together, `${at}.attention.output.dense`, width, width)]),
      `${at}.attention.output.LayerNorm`,
    );
    const inner = node('Relu', [dense(attended, `${at}.intermediate.dense`, width, 4 * width)]);
    x = norm(node('Add', [attended, dense(inner, `${at}.output.dense`, 4 * width, width)]), `${at}.output.LayerNorm`);
  }
  nodes.push({
    ...{ name: 'last', opType: 'Identity', domain: '', inputs: [x], outputs: ['last_hidden_state'] },
    ...{ attributes: new Map(), metadata: new Map() },
  });
  const value = (name: string, dataType: 'int64' | 'float32', ...shape: (number | string)[]): ValueInfo => ({ name, dataType, shape });
  return encodeModel({
    name: 'made-up',
    opset: 17,
    nodes,
    inputs: ['input_ids', 'attention_mask'].map((name) => value(name, 'int64', 'batch', 'length')),
    outputs: [value('last_hidden_state', 'float32', 'batch', 'length', width)],
    constants,
  });
}
