import { zipBlob } from '../../src/core/archive/write-zip';
import { writeRunManifest } from '../../src/core/export/run-manifest';
import { writeSafetensors } from '../../src/core/export/safetensors-writer';
import { analysisSettings } from '../../src/core/gaprune/settings';
import { encodeModel } from '../../src/core/onnx/encode';
import type { Attribute, OnnxNode, StoredTensor, ValueInfo } from '../../src/core/onnx/graph';
import * as proto from '../support/proto';

/** Small valid files for the fuzzers to change. */

const float32 = (name: string, dims: readonly number[]): StoredTensor => {
  const count = dims.reduce((product, dim) => product * dim, 1);
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i + 1));
  return { name, dataType: 'float32', dims, bytes: new Uint8Array(values.buffer), range: null };
};
const int64 = (name: string, values: readonly bigint[]): StoredTensor => {
  const bytes = new Uint8Array(BigInt64Array.from(values).buffer);
  return { name, dataType: 'int64', dims: [values.length], bytes, range: null };
};
const input = (name: string): ValueInfo => ({ name, dataType: 'int64', shape: ['batch', 'tokens'] });
const node = (
  opType: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, Attribute>> = {},
): OnnxNode => ({
  name: output,
  opType,
  domain: '',
  inputs,
  outputs: [output],
  attributes: new Map(Object.entries(attributes)),
  metadata: new Map(),
});

/** Embeds token ids, and one linear layer with a mask, a norm, an attribute of every kind. */
export function smallModel(): Uint8Array {
  return encodeModel({
    name: 'small',
    opset: 17,
    inputs: [input('input_ids'), input('attention_mask')],
    outputs: [{ name: 'last_hidden_state', dataType: 'float32', shape: ['batch', 'tokens', 2] }],
    constants: [
      float32('embeddings.weight', [5, 2]),
      float32('encoder.layer.0.dense.weight', [2, 2]),
      float32('bias', [2]),
      int64('axes', [1n, 2n]),
    ],
    nodes: [
      node('Gather', ['embeddings.weight', 'input_ids'], 'embedded', { axis: { kind: 'int', value: 0 } }),
      node('MatMul', ['embedded', 'encoder.layer.0.dense.weight'], 'product'),
      node('Add', ['product', 'bias'], 'shifted'),
      node('Cast', ['attention_mask'], 'mask', { to: { kind: 'int', value: 1 } }),
      node('Constant', [], 'axis', { value: { kind: 'tensor', value: int64('', [2n]) } }),
      node('Unsqueeze', ['mask', 'axis'], 'wide'),
      node('Mul', ['shifted', 'wide'], 'masked'),
      node('LayerNormalization', ['masked', 'bias', 'bias'], 'normed', {
        axis: { kind: 'int', value: -1 },
        epsilon: { kind: 'float', value: 1e-5 },
      }),
      node('Transpose', ['normed'], 'last_hidden_state', { perm: { kind: 'ints', value: [0, 1, 2] } }),
    ],
  });
}

/** What our writer never writes: external data, values not stored raw, a graph in an attribute, a function, metadata. */
export function oddModel(): Uint8Array {
  const { external, message, model, node: written, string, tensor, int, bytes, input: given, output } = proto;
  const branch = message(5, string(1, 'then_branch'), message(6, written('Exp', ['x'], ['w']), output('w')), int(20, 5));
  const file = model(
    given('x'),
    external('weight', [2], { location: 'w.data', offset: '0', length: '8' }),
    tensor('half', 10, [2], bytes(5, [1, 2])),
    tensor('scalar', 1, [], proto.float(4, 1.5)),
    tensor('whole', 7, [2], int(7, -1), int(7, 2)),
    written('If', ['x'], ['y'], branch, message(9, string(1, 'namespace'), string(2, 'encoder.0'))),
    written('Split', ['weight'], ['a', 'b'], message(5, string(1, 'split'), bytes(8, [1, 1]), int(20, 7))),
    output('y'),
  );
  return Uint8Array.from([...file, ...message(25, string(1, 'f'), string(10, 'local'))]);
}
export const ODD_DATA: ReadonlyMap<string, Uint8Array> = new Map([['w.data', new Uint8Array(16)]]);

export function smallSafetensors(): Uint8Array {
  const arrays = ['fisher_general/w', 'fisher_domain/w', 'grad_general/w', 'grad_domain/w'].map((name) => ({
    name,
    shape: [1, 2],
    data: Float32Array.of(1, 2),
  }));
  return Buffer.concat(writeSafetensors(arrays, new Map([['format', 'gaprune-run']])));
}

export async function smallZip(): Promise<Uint8Array> {
  const files = ['run.json', 'model/model.onnx', 'a b/ü.txt'].map((name) => ({ name, content: `content of ${name}` }));
  return new Uint8Array(await (await zipBlob(files)).arrayBuffer());
}

const WORD_PIECE = JSON.stringify({
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    vocab: { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, a: 4, '##b': 5, the: 6 },
  },
  added_tokens: [{ id: 2, content: '[CLS]', special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }],
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [{ Sequence: { id: 'A', type_id: 0 } }, { Sequence: { id: 'B', type_id: 1 } }],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
});

const BPE = JSON.stringify({
  model: { type: 'BPE', vocab: { a: 0, b: 1, ab: 2, Ġ: 3, t: 4, h: 5, e: 6, '<s>': 7 }, merges: ['a b'], unk_token: null },
  added_tokens: [{ id: 7, content: '<s>', special: true }],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: ' +' }, content: ' ' }] },
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: '\\p{L}+|\\s+' }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
    ],
  },
  post_processor: { type: 'ByteLevel', trim_offsets: false },
  decoder: { type: 'ByteLevel' },
});
const UNIGRAM = JSON.stringify({
  model: {
    type: 'Unigram',
    unk_id: 0,
    vocab: [
      ['<unk>', 0],
      ['▁', -1],
      ['a', -2],
      ['b', -2.5],
      ['▁the', -3],
    ],
  },
  added_tokens: [{ id: 0, content: '<unk>', special: true }],
  normalizer: { type: 'Sequence', normalizers: [{ type: 'NFKC' }, { type: 'Lowercase' }] },
  pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  post_processor: null,
  decoder: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
});
export const TOKENIZERS: readonly string[] = [WORD_PIECE, BPE, UNIGRAM];

export const CONFIG = JSON.stringify({
  architectures: ['BertModel'],
  model_type: 'bert',
  layer_norm_eps: 1e-12,
  rms_norm_eps: null,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 1,
  hidden_size: 2,
  max_position_embeddings: 16,
  word_embedding_dimension: 2,
  pooling_mode_cls_token: false,
  pooling_mode_mean_tokens: true,
  pooling_mode_max_tokens: false,
  model_max_length: 16,
  pad_token: { content: '[PAD]' },
});

export const RUN = writeRunManifest({
  version: 1,
  program: '0.1.0',
  settings: analysisSettings.parse({}),
  modelFiles: { 'onnx/model.onnx': 'a'.repeat(64) },
  generalData: { fileName: 'general.json', sha256: 'b'.repeat(64), records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
  domainData: { fileName: 'domain.json', sha256: 'c'.repeat(64), records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
  device: 'CPU',
  elapsedMs: 12.5,
  losses: {
    fisherGeneral: [{ loss: 1.5, samples: 4, counted: true }],
    fisherDomain: [{ loss: NaN, samples: 4, counted: false }],
    alignmentGeneral: [],
    alignmentDomain: [],
  },
  pairs: 10,
  tensors: [{ name: 'w', shape: [1, 2], tensorAlignment: -0.5, conflictRate: 0.75 }],
});

export const RECORDS = JSON.stringify([
  { query: 'what is a bond', positive: 'a loan', negative: 'a fish' },
  { query: 'q', pos: ['p one', 'p two'], neg: ['n one', 'n two'] },
  { set: { query: 'q', pos: ['p one'], neg: ['n one'] } },
]);
export const TABLE = 'query,positive,negative\n"a ""quoted"" text","two\nlines",c\nq,p,n\n';
