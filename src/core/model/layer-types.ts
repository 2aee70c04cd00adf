/**
 * The layer types a person can choose, after the reference's `features/layer_types` (section 8 of the algorithm).
 * Coarse types first; the fine ones are the single matrices inside them.
 */
export const LAYER_TYPES = {
  mlp: { label: 'MLP', help: 'Feed-forward matrices: gate, up and down, or intermediate and output.' },
  mlp_gate: { label: 'MLP gate', help: 'The gate matrix of a gated feed-forward block.' },
  mlp_up: { label: 'MLP up', help: 'The widening matrix: up_proj, or intermediate.dense in BERT.' },
  mlp_down: { label: 'MLP down', help: 'The narrowing matrix: down_proj, or output.dense in BERT.' },
  attention: { label: 'Attention', help: 'Query, key, value and output projections.' },
  attn_q: { label: 'Query', help: 'Query projections.' },
  attn_k: { label: 'Key', help: 'Key projections.' },
  attn_v: { label: 'Value', help: 'Value projections.' },
  attn_o: { label: 'Attention output', help: 'Attention output projections.' },
  layernorm: { label: 'Layer norm', help: 'Norms inside the layers. They have one dimension, so they are never pruned.' },
  norm_input: { label: 'Input norm', help: 'The norm before attention.' },
  norm_post_attn: { label: 'Post-attention norm', help: 'The norm between attention and MLP.' },
  norm_qk: { label: 'Query and key norms', help: 'Norms on queries and keys.' },
  embed: { label: 'Embeddings', help: 'Token, position and token-type tables.' },
  final_norm: { label: 'Final norm', help: 'The norm after the last layer.' },
  linear: { label: 'All linear layers', help: 'MLP and attention together.' },
  all: { label: 'All matrices', help: 'Everything with two or more dimensions, but the final norm.' },
} as const satisfies Record<string, { label: string; help: string }>;

export type LayerType = keyof typeof LAYER_TYPES;

export function isLayerType(name: string): name is LayerType {
  return Object.hasOwn(LAYER_TYPES, name);
}
