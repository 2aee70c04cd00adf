import { type OpCase, floats, ints, real, reals } from './interpreter-cases/case';

/** Fused operators on random inputs, each in the forms that exporters and ONNX Runtime's optimiser write. */
const [ROWS, LENGTH, HEADS, SHARED, WIDTH] = [2, 5, 4, 2, 8];
const contrib = (op: string, inputs: OpCase['inputs'], attributes: NonNullable<OpCase['attributes']> = {}, outputs = 1): OpCase => ({
  op,
  domain: 'com.microsoft',
  inputs,
  attributes,
  outputs,
});
const standard = (op: string, inputs: OpCase['inputs'], attributes: NonNullable<OpCase['attributes']> = {}): OpCase => ({
  op,
  inputs,
  attributes,
  opset: 23,
});
const hidden = (width: number) => reals([ROWS, LENGTH, width]);
const heads = (count: number) => reals([ROWS, count, LENGTH, WIDTH]);

const table = (kind: (x: number) => number, half: number) =>
  floats(
    Array.from({ length: 16 * half }, (_, i) => kind(Math.floor(i / half) / 10 ** ((2 * (i % half)) / half))),
    [16, half],
  );
const cosines = (half = WIDTH / 2) => table(Math.cos, half);
const sines = (half = WIDTH / 2) => table(Math.sin, half);

/** GroupQueryAttention rotates heads of 16 numbers and their multiples alone. */
const WIDE = 16;
const gqa = (extra: { readonly packed?: boolean; readonly rotary?: 'halves' | 'pairs' } = {}, attributes = {}) => {
  const empty = reals([ROWS, SHARED, 0, WIDE]);
  const qkv = extra.packed
    ? [hidden((HEADS + 2 * SHARED) * WIDE), undefined, undefined]
    : [hidden(HEADS * WIDE), hidden(SHARED * WIDE), hidden(SHARED * WIDE)];
  const half = WIDE / 2;
  const caches = extra.rotary === undefined ? [] : [cosines(half), sines(half)];
  const lengths = ints([LENGTH - 1, LENGTH - 1], [ROWS], 'int32');
  const rotary = extra.rotary === undefined ? {} : { do_rotary: 1, rotary_interleaved: extra.rotary === 'pairs' ? 1 : 0 };
  return contrib('GroupQueryAttention', [...qkv, empty, empty, lengths, ints([LENGTH], [], 'int32'), ...caches], {
    num_heads: HEADS,
    kv_num_heads: SHARED,
    ...rotary,
    ...attributes,
  });
};

const plain = gqa();
const groupQueryAttention: OpCase[] = [
  gqa(),
  gqa({}, { scale: real(0.3) }),
  gqa({ packed: true }),
  gqa({ rotary: 'halves' }),
  gqa({ rotary: 'pairs' }),
  gqa({ packed: true, rotary: 'halves' }),
  gqa({ rotary: 'halves' }, { local_window_size: 2 }),
  gqa({}, { softcap: real(2) }),
  { ...plain, inputs: [...plain.inputs, undefined, undefined, undefined, reals([1, HEADS, LENGTH, LENGTH])] },
];

const mha = (inputs: OpCase['inputs'], attributes = {}) => contrib('MultiHeadAttention', inputs, { num_heads: HEADS, ...attributes });
const size = HEADS * WIDTH;
const keyMask = ints([1, 1, 1, 1, 0, 1, 1, 1, 0, 0], [ROWS, LENGTH], 'int32');

const multiHeadAttention: OpCase[] = [
  mha([hidden(size), hidden(size), hidden(size)]),
  mha([hidden(size), hidden(size), hidden(size), reals([3 * size])], { scale: real(0.2) }),
  mha([hidden(size), hidden(size), hidden(size), undefined, keyMask]),
  mha([hidden(size), hidden(size), hidden(size), undefined, ints([5, 3], [ROWS], 'int32')]),
  mha([hidden(size), hidden(size), hidden(size), undefined, undefined, reals([1, HEADS, LENGTH, LENGTH])], { unidirectional: 1 }),
  mha([hidden(size), heads(HEADS), heads(HEADS)]),
];

const attention = (inputs: OpCase['inputs'], attributes = {}) => contrib('Attention', inputs, { num_heads: HEADS, ...attributes });
const projection = (width = 3 * size) => [hidden(16), reals([16, width], -0.5, 0.5), reals([width])] as const;

const contribAttention: OpCase[] = [
  attention([...projection()]),
  attention([...projection(), keyMask]),
  attention([...projection(), ints([5, 3], [ROWS], 'int32')]),
  attention([...projection(), undefined, undefined, reals([1, HEADS, LENGTH, LENGTH])], { scale: real(0.25) }),
  attention([...projection()], { unidirectional: 1 }),
  attention([...projection(2 * size + size / 2)], { qkv_hidden_sizes: [size, size, size / 2] }),
];

const standardAttention: OpCase[] = [
  standard('Attention', [heads(HEADS), heads(HEADS), heads(HEADS)]),
  standard('Attention', [heads(HEADS), heads(SHARED), heads(SHARED)], { is_causal: 1, scale: real(0.2) }),
  standard('Attention', [hidden(size), hidden(SHARED * WIDTH), hidden(SHARED * WIDTH)], { q_num_heads: HEADS, kv_num_heads: SHARED }),
  standard('Attention', [heads(HEADS), heads(HEADS), heads(HEADS), reals([LENGTH, LENGTH])], { softcap: real(3) }),
  standard('Attention', [heads(HEADS), heads(HEADS), heads(HEADS), bools(LENGTH)]),
];

function bools(length: number) {
  return ints(
    Array.from({ length: length * length }, (_, i) => Number(i % length <= Math.floor(i / length))),
    [length, length],
    'bool',
  );
}

const positions = ints([3, 4, 5, 6, 7, 0, 1, 2, 3, 4], [ROWS, LENGTH]);
const rotaryEmbedding: OpCase[] = [
  contrib('RotaryEmbedding', [heads(HEADS), positions, cosines(), sines()]),
  contrib('RotaryEmbedding', [hidden(size), positions, cosines(), sines()], { interleaved: 1 }),
  contrib('RotaryEmbedding', [hidden(size), ints([2]), cosines(), sines()]),
  contrib('RotaryEmbedding', [hidden(size), positions, cosines(2), sines(2)], { num_heads: HEADS, rotary_embedding_dim: 4 }),
  standard('RotaryEmbedding', [heads(HEADS), cosines(), sines(), positions]),
  standard('RotaryEmbedding', [hidden(size), cosines(), sines(), positions], { num_heads: HEADS, interleaved: 1 }),
  standard('RotaryEmbedding', [heads(HEADS), cosines(2), sines(2), positions], { rotary_embedding_dim: 4 }),
  standard('RotaryEmbedding', [heads(HEADS), reals([ROWS, LENGTH, WIDTH / 2]), reals([ROWS, LENGTH, WIDTH / 2])]),
];

const epsilon = { epsilon: real(1e-3) };
const normalization: OpCase[] = [
  { op: 'SimplifiedLayerNormalization', inputs: [hidden(16), reals([16])], attributes: { axis: -1, ...epsilon, stash_type: 1 } },
  standard('RMSNormalization', [hidden(16), reals([16])], epsilon),
  standard('RMSNormalization', [hidden(16), reals([LENGTH, 16])], { axis: 1 }),
  contrib('SkipSimplifiedLayerNormalization', [hidden(16), hidden(16), reals([16])], epsilon, 4),
  contrib('SkipSimplifiedLayerNormalization', [hidden(16), hidden(16), reals([16]), reals([16])], epsilon),
  contrib('SkipLayerNormalization', [hidden(16), hidden(16), reals([16]), reals([16]), reals([16])], epsilon, 4),
  contrib('SkipLayerNormalization', [hidden(16), hidden(16), reals([16])]),
  contrib(
    'EmbedLayerNormalization',
    [ids(7), ids(2), reals([7, 16]), reals([9, 16]), reals([2, 16]), reals([16]), reals([16]), keyMask],
    epsilon,
    2,
  ),
];

function ids(limit: number) {
  return ints(
    Array.from({ length: ROWS * LENGTH }, (_, i) => (i * 5) % limit),
    [ROWS, LENGTH],
    'int32',
  );
}

const elementwise: OpCase[] = [
  contrib('Gelu', [hidden(8)]),
  contrib('BiasGelu', [hidden(8), reals([8])]),
  contrib('FastGelu', [hidden(8)]),
  contrib('FastGelu', [hidden(8), reals([8])]),
  contrib('QuickGelu', [hidden(8)], { alpha: real(1.3) }),
  contrib('FusedMatMul', [hidden(8), reals([6, 8])], { transB: 1, alpha: real(0.5) }),
  contrib('FusedMatMul', [reals([2, 3, 8, 5]), reals([2, 3, 8, 5])], { transA: 1 }),
];

export const decompositionCases: readonly OpCase[] = [
  ...groupQueryAttention,
  ...multiHeadAttention,
  ...contribAttention,
  ...standardAttention,
  ...rotaryEmbedding,
  ...normalization,
  ...elementwise,
];
