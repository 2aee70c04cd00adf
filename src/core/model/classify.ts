import type { LayerType } from './layer-types';

/** The role of a weight in a transformer: what its fine layer type says, or a coarse one where parts are fused. */
export type Role =
  | 'attn_q'
  | 'attn_k'
  | 'attn_v'
  | 'attn_o'
  | 'attention'
  | 'mlp_gate'
  | 'mlp_up'
  | 'mlp_down'
  | 'mlp'
  | 'embed'
  | 'norm_input'
  | 'norm_post_attn'
  | 'norm_qk'
  | 'layernorm'
  | 'final_norm'
  | 'other';

/** First match wins. Patterns look at the module path, without the trailing `.weight`. */
const PATTERNS: readonly (readonly [RegExp, Role])[] = [
  [/(^|[._])(embed\w*|embeddings?\.\w*embeddings?|wte|wpe|tok_embeddings)$/i, 'embed'],
  [/(^|\.)[qk]_(norm|layernorm|ln)$/, 'norm_qk'],
  [/(^|\.)(input_layernorm|attn_norm|ln_1|norm1|pre_attention_norm)$/, 'norm_input'],
  [/(^|\.)(post_attention_layernorm|sa_layer_norm|attention\.output\.LayerNorm|ln_2|norm2|mlp_norm)$/, 'norm_post_attn'],
  [/\.(qkv_proj|Wqkv|query_key_value|c_attn|in_proj|qkv)$/, 'attention'],
  [/\.(q_proj|query|q_lin|wq|query_proj|attn\.q)$/, 'attn_q'],
  [/\.(k_proj|key|k_lin|wk|key_proj|attn\.k)$/, 'attn_k'],
  [/\.(v_proj|value|v_lin|wv|value_proj|attn\.v)$/, 'attn_v'],
  [/\.(o_proj|out_lin|out_proj|wo|attn\.(o|Wo|dense)|self_attn\.dense|attention\.(output\.)?dense)$/, 'attn_o'],
  [/\.(gate_proj|mlp_gate|w1)$/, 'mlp_gate'],
  [/\.(up_proj|w3|fc1|lin1|intermediate\.dense|ffn|c_fc|Wi|fc11|dense_h_to_4h)$/, 'mlp_up'],
  [/\.(down_proj|w2|fc2|lin2|output\.dense|ffn_output|mlp\.(Wo|c_proj)|dense_4h_to_h)$/, 'mlp_down'],
  [/\.(mlp|ffn|feed_forward)\./, 'mlp'],
  [/^(norm|final_norm|ln_f|final_layernorm|layers\.\d+\.final_norm_layernorm)$/, 'final_norm'],
  [/(layer_?norm|norm|ln)$/i, 'layernorm'],
];

/** The role that a PyTorch name tells, or null for a name that tells none. */
export function roleFromName(name: string): Role | null {
  const module = name.replace(/\.(weight|bias)$/, '');
  return PATTERNS.find(([pattern]) => pattern.test(module))?.[1] ?? null;
}

const COARSE: Readonly<Record<Role, readonly LayerType[]>> = {
  attn_q: ['attention', 'attn_q'],
  attn_k: ['attention', 'attn_k'],
  attn_v: ['attention', 'attn_v'],
  attn_o: ['attention', 'attn_o'],
  attention: ['attention'],
  mlp_gate: ['mlp', 'mlp_gate'],
  mlp_up: ['mlp', 'mlp_up'],
  mlp_down: ['mlp', 'mlp_down'],
  mlp: ['mlp'],
  embed: ['embed'],
  norm_input: ['layernorm', 'norm_input'],
  norm_post_attn: ['layernorm', 'norm_post_attn'],
  norm_qk: ['layernorm', 'norm_qk'],
  layernorm: ['layernorm'],
  final_norm: ['final_norm'],
  other: [],
};

/** Every layer type a weight of this role has, `linear` and `all` included (section 8). */
export function typesOfRole(role: Role, dimensions: number): LayerType[] {
  const types: LayerType[] = [...COARSE[role]];
  if (types.includes('mlp') || types.includes('attention')) types.push('linear');
  if (dimensions >= 2 && role !== 'final_norm') types.push('all');
  return types;
}

/** The index of the transformer layer in a PyTorch name, or null. */
export function layerFromName(name: string): number | null {
  const match = /(^|\.)(layers?|h|blocks?)\.(\d+)\./.exec(name);
  return match?.[3] === undefined ? null : Number(match[3]);
}
