import { closeSync, cpSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mulberry32 } from '../../src/core/data/random';
import { modelFolder } from './models';
import { external, float, input, int, message, model, node, output, string, tensor, bytes as raw } from './proto';

/** The sizes of a model of the shape of Qwen3: one table for tokens, and layers with fused projections, as ONNX Runtime's tool writes them. */
export interface Qwen3Shape {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
}

/** Weights are uniform in ±LARGEST: half of them are below its half. */
export const LARGEST = 0.02;
const POSITIONS = 512;
const DATA = 'model.onnx.data';
/** Random numbers are made once and written again and again, each tensor from another place on. */
const BLOCK = 1 << 20;

/**
 * Write a model folder with random weights in a data file, and the configuration and tokenizer of tiny-qwen3.
 * @param padding bytes of nothing before the last weight, to have it lie far into the file
 * @returns the bytes of the data file
 */
export function writeLargeQwen3(folder: string, shape: Qwen3Shape, padding = 0): number {
  const { vocabulary, hidden, intermediate, layers, heads, keyValueHeads, headDim } = shape;
  const own = fileURLToPath(modelFolder('tiny-qwen3-genai'));
  cpSync(own, folder, { recursive: true, filter: (path) => !path.includes('.onnx') });
  const config = JSON.parse(readFileSync(join(own, 'config.json'), 'utf8')) as Record<string, unknown>;
  const sizes = { hidden_size: hidden, intermediate_size: intermediate, num_hidden_layers: layers, num_attention_heads: heads };
  const more = { num_key_value_heads: keyValueHeads, head_dim: headDim, vocab_size: vocabulary, tie_word_embeddings: true };
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, ...sizes, ...more }));
  mkdirSync(join(folder, 'onnx'), { recursive: true });

  const data = new DataFile(join(folder, 'onnx', DATA));
  const fields: (readonly number[])[] = [];
  const weight = (name: string, dims: readonly number[]): string => {
    fields.push(external(name, dims, data.append(dims.reduce((size, dim) => size * dim, 1))));
    return name;
  };
  const add = (
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    ...attributes: readonly (readonly number[])[]
  ): string => {
    fields.push(node(opType, inputs, outputs, ...attributes));
    return outputs.at(-1) ?? '';
  };
  const [attended, values] = [heads * headDim, keyValueHeads * headDim];
  const ints = (name: string, ...numbers: readonly number[]): string => {
    fields.push(tensor(name, 7, [numbers.length], raw(9, new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer))));
    return name;
  };
  const [one, parts, perHead] = [ints('one', 1), ints('parts', attended, values, values), ints('per_head', 0, -1, headDim)];
  const [queries, keys] = [ints('queries', 0, -1, attended), ints('keys', 0, -1, values)];
  fields.push(table('cos_cache', headDim / 2, Math.cos), table('sin_cache', headDim / 2, Math.sin));

  const counted = add('ReduceSum', ['attention_mask', one], ['counted'], integer('keepdims', 0));
  const last = add('Cast', [add('Sub', [counted, one], ['last'])], ['last32'], integer('to', 6));
  const width = add('Gather', [add('Shape', ['attention_mask'], ['mask_shape']), one], ['width']);
  const total = add('Cast', [width], ['total32'], integer('to', 6));
  let stream = add('Gather', [weight('model.embed_tokens.weight', [vocabulary, hidden]), 'input_ids'], ['embedded']);
  let normed = add(
    'SimplifiedLayerNormalization',
    [stream, weight('model.layers.0.input_layernorm.weight', [hidden])],
    ['normed'],
    ...NORM,
  );
  for (let layer = 0; layer < layers; layer++) {
    const at = `model.layers.${layer}`;
    const product = (x: string, name: string, from: number, to: number): string =>
      add('MatMul', [x, weight(`${at}.${name}.MatMul.weight`, [from, to])], [`${at}.${name}.out`]);
    const skip = (delta: string, name: string): void => {
      const inputs = [stream, delta, weight(`${name}.weight`, [hidden])];
      stream = add('SkipSimplifiedLayerNormalization', inputs, [`${name}.out`, '', '', `${name}.sum`], MICROSOFT, EPSILON);
      normed = `${name}.out`;
    };
    const split = ['q', 'k', 'v'].map((part) => `${at}.${part}`);
    add('Split', [product(normed, 'attn.qkv_proj', hidden, attended + 2 * values), parts], split, integer('axis', -1));
    const perHeadNorm = (part: string, back: string): string => {
      const rows = add('Reshape', [`${at}.${part}`, perHead], [`${at}.${part}.heads`]);
      const scale = weight(`${at}.attn.${part}_norm.layernorm.weight`, [headDim]);
      const scaled = add('SimplifiedLayerNormalization', [rows, scale], [`${at}.${part}.normed`], ...NORM);
      return add('Reshape', [scaled, back], [`${at}.${part}.whole`]);
    };
    const attends = [perHeadNorm('q', queries), perHeadNorm('k', keys), `${at}.v`, '', '', last, total, 'cos_cache', 'sin_cache'];
    const options = [integer('num_heads', heads), integer('kv_num_heads', keyValueHeads), integer('do_rotary', 1)];
    const mixed = add('GroupQueryAttention', attends, [`${at}.attended`], MICROSOFT, ...options);
    skip(product(mixed, 'attn.o_proj', attended, hidden), `${at}.post_attention_layernorm`);
    const gate = product(normed, 'mlp.gate_proj', hidden, intermediate);
    const active = add('Mul', [gate, add('Sigmoid', [gate], [`${at}.sigmoid`])], [`${at}.silu`]);
    const inner = add('Mul', [active, product(normed, 'mlp.up_proj', hidden, intermediate)], [`${at}.inner`]);
    const isLast = layer === layers - 1;
    if (isLast) data.skip(padding);
    const down = product(inner, 'mlp.down_proj', intermediate, hidden);
    skip(down, isLast ? `model.layers.${layers}.final_norm_layernorm` : `model.layers.${layer + 1}.input_layernorm`);
  }
  add('Identity', [normed], ['hidden_states']);
  const length = data.close();
  const graph = model(...fields, input('input_ids'), input('attention_mask'), output('hidden_states'));
  const domain = message(8, string(1, 'com.microsoft'), int(2, 1));
  writeFileSync(join(folder, 'onnx/model.onnx'), new Uint8Array([...graph, ...domain]));
  return length;
}

const integer = (name: string, value: number): readonly number[] => message(5, string(1, name), int(3, value), int(20, 2));
const MICROSOFT = string(7, 'com.microsoft');
const EPSILON = message(5, string(1, 'epsilon'), float(2, 1e-6), int(20, 1));
const NORM = [EPSILON, integer('axis', -1)];

/** Angles of a rotary embedding, positions × half a head. */
function table(name: string, half: number, of: (angle: number) => number): readonly number[] {
  const values = Float32Array.from({ length: POSITIONS * half }, (_, i) => of(Math.floor(i / half) * 10_000 ** (-(i % half) / half)));
  return tensor(name, 1, [POSITIONS, half], raw(9, new Uint8Array(values.buffer)));
}

class DataFile {
  private readonly file: number;
  private readonly block: Uint8Array;
  private at = 0;

  constructor(path: string) {
    this.file = openSync(path, 'w');
    const random = mulberry32(17);
    this.block = new Uint8Array(Float32Array.from({ length: BLOCK }, () => (2 * random() - 1) * LARGEST).buffer);
  }

  skip(bytes: number): void {
    this.at += bytes;
  }

  /** Append random float32 values. */
  append(size: number): { readonly location: string; readonly offset: string; readonly length: string } {
    const [offset, length] = [this.at, size * 4];
    const from = ((this.at / 4) * 7919) % BLOCK;
    for (let written = 0; written < length;) {
      const start = (from * 4 + written) % this.block.length;
      written += writeSync(this.file, this.block, start, Math.min(length - written, this.block.length - start), offset + written);
    }
    this.at += length;
    return { location: DATA, offset: String(offset), length: String(length) };
  }

  close(): number {
    closeSync(this.file);
    return this.at;
  }
}
