import { attention } from './attention';
import type { Decomposition } from './context';
import { contribAttention } from './contrib-attention';
import { embedLayerNormalization } from './embed-layer-normalization';
import { fusedMatMul } from './fused-mat-mul';
import { fastGelu, gelu, quickGelu } from './gelu';
import { groupQueryAttention } from './group-query-attention';
import { multiHeadAttention } from './multi-head-attention';
import { contribRotaryEmbedding, rotaryEmbedding } from './rotary-embedding';
import { simplifiedLayerNormalization } from './simplified-layer-normalization';
import { skipLayerNormalization, skipSimplifiedLayerNormalization } from './skip-layer-normalization';

/** Every operator that is written in others before the analysis, by `domain:name`. The standard domain is the empty string. */
export const DECOMPOSITIONS: ReadonlyMap<string, Decomposition> = new Map([
  [':Attention', attention],
  [':RMSNormalization', simplifiedLayerNormalization],
  [':RotaryEmbedding', rotaryEmbedding],
  // ONNX Runtime keeps this one in the standard domain.
  [':SimplifiedLayerNormalization', simplifiedLayerNormalization],
  ['com.microsoft:Attention', contribAttention],
  ['com.microsoft:BiasGelu', gelu],
  ['com.microsoft:EmbedLayerNormalization', embedLayerNormalization],
  ['com.microsoft:FastGelu', fastGelu],
  ['com.microsoft:FusedMatMul', fusedMatMul],
  ['com.microsoft:Gelu', gelu],
  ['com.microsoft:GroupQueryAttention', groupQueryAttention],
  ['com.microsoft:MultiHeadAttention', multiHeadAttention],
  ['com.microsoft:QuickGelu', quickGelu],
  ['com.microsoft:RotaryEmbedding', contribRotaryEmbedding],
  ['com.microsoft:SimplifiedLayerNormalization', simplifiedLayerNormalization],
  ['com.microsoft:SkipLayerNormalization', skipLayerNormalization],
  ['com.microsoft:SkipSimplifiedLayerNormalization', skipSimplifiedLayerNormalization],
]);
