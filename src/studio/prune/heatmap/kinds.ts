import type { ParameterSummary } from '../../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../../core/model/layer-types';
import { text } from '../../text';

/** A column of the heatmap: the single matrices of a layer, in the order of the computation. */
const known = ['attn_q', 'attn_k', 'attn_v', 'attn_o', 'mlp_gate', 'mlp_up', 'mlp_down'] as const satisfies readonly LayerType[];
/** Matrices of no known kind have a column each, up to so many; then they share one. */
const MOST_OTHERS = 6;

export interface Kind {
  readonly key: string;
  readonly label: string;
  readonly order: number;
}

type Weight = Pick<ParameterSummary, 'name' | 'types'>;

/** The columns that these weights need, and which one a weight belongs to. */
export function kindsOf(weights: readonly Weight[]): { readonly columns: readonly Kind[]; readonly kindOf: (weight: Weight) => Kind } {
  const others = new Set(weights.filter((weight) => knownKind(weight) === null).map(({ name }) => pathInLayer(name)));
  const kindOf = (weight: Weight): Kind => knownKind(weight) ?? otherKind(weight, others.size > MOST_OTHERS);
  const columns = [...new Map(weights.map(kindOf).map((kind) => [kind.key, kind])).values()];
  return { columns: columns.sort((a, b) => a.order - b.order), kindOf };
}

/** A matrix that holds several kinds has a column of its own. */
function knownKind({ types }: Weight): Kind | null {
  const fine = known.filter((column) => types.includes(column));
  const [first] = fine;
  if (first === undefined) return null;
  return { key: fine.join(' '), label: fine.map((column) => LAYER_TYPES[column].label).join(', '), order: known.indexOf(first) };
}

function otherKind({ name }: Weight, isShared: boolean): Kind {
  const path = pathInLayer(name);
  const order = known.length;
  return isShared
    ? { key: 'other', label: text.heatmap.other, order }
    : { key: path, label: path.split('.').slice(-2).join(' ').replaceAll('_', ' '), order };
}

/** `encoder.layer.3.attention.qkv.weight` as `attention.qkv`. */
const pathInLayer = (name: string): string => name.replace(/^.*?\.\d+\./, '').replace(/\.weight$/, '');

/** `embeddings.word_embeddings.weight` as `word embeddings`. */
export function shortName(name: string): string {
  const parts = name.split('.').filter((part) => part !== 'weight');
  return (parts.at(-1) ?? name).replaceAll('_', ' ');
}
