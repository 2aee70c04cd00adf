import type { ParameterSummary } from '../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../core/model/layer-types';
import { text } from '../text';

export interface Part {
  readonly label: string;
  readonly elements: number;
}

/** In the order of the computation. */
const matrices = [
  'embed',
  'attn_q',
  'attn_k',
  'attn_v',
  'attn_o',
  'mlp_gate',
  'mlp_up',
  'mlp_down',
] as const satisfies readonly LayerType[];
/** What holds several of them at once, as a fused query-key-value matrix. */
const blocks = ['attention', 'mlp'] as const satisfies readonly LayerType[];

/** Number of elements of all weights together. */
export const countElements = (parameters: readonly Pick<ParameterSummary, 'shape'>[]): number =>
  parameters.reduce((total, { shape }) => total + shape.reduce((product, size) => product * size, 1), 0);

function partOf({ types }: ParameterSummary): LayerType | undefined {
  const fine = matrices.filter((part) => types.includes(part));
  return fine.length === 1 ? fine[0] : blocks.find((part) => types.includes(part));
}

/** What the model's weights are for; the parts add up to all of them. */
export function compositionOf(parameters: readonly ParameterSummary[]): Part[] {
  const elementsOf = (part: LayerType | undefined): number => countElements(parameters.filter((parameter) => partOf(parameter) === part));
  const named = [...matrices, ...blocks].map((part) => ({ label: LAYER_TYPES[part].label, elements: elementsOf(part) }));
  return [...named, { label: text.model.rest, elements: elementsOf(undefined) }].filter(({ elements }) => elements > 0);
}
