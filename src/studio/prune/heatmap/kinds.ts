import type { ParameterSummary } from '../../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../../core/model/layer-types';
import { text } from '../../text';

/** A column of the heatmap: the single matrices of a layer, in the order of the computation. */
const columns = ['attn_q', 'attn_k', 'attn_v', 'attn_o', 'mlp_gate', 'mlp_up', 'mlp_down'] as const satisfies readonly LayerType[];

export interface Kind {
  readonly key: string;
  readonly label: string;
  readonly order: number;
}

/** Which matrix of its layer a weight is; one that holds several (a fused query-key-value) gets a column of its own. */
export function kindOf({ types }: Pick<ParameterSummary, 'types'>): Kind {
  const fine = columns.filter((column) => types.includes(column));
  const [first] = fine;
  if (first === undefined) return { key: 'other', label: text.heatmap.other, order: columns.length };
  return {
    key: fine.join(' '),
    label: fine.map((column) => LAYER_TYPES[column].label).join(', '),
    order: columns.indexOf(first),
  };
}

/** `embeddings.word_embeddings.weight` as `word embeddings`. */
export function shortName(name: string): string {
  const parts = name.split('.').filter((part) => part !== 'weight');
  return (parts.at(-1) ?? name).replaceAll('_', ' ');
}
