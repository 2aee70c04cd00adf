import type { ParameterSummary } from '../../core/engine/types';
import { LAYER_TYPES, type LayerType } from '../../core/model/layer-types';
import { text } from '../text';

export interface Part {
  readonly label: string;
  readonly elements: number;
}

const parts = ['embed', 'attention', 'mlp'] as const satisfies readonly LayerType[];

/** Number of elements of all weights together. */
export const countElements = (parameters: readonly Pick<ParameterSummary, 'shape'>[]): number =>
  parameters.reduce((total, { shape }) => total + shape.reduce((product, size) => product * size, 1), 0);

/** What the model's weights are for; the parts add up to all of them. */
export function compositionOf(parameters: readonly ParameterSummary[]): Part[] {
  const partOf = ({ types }: ParameterSummary): LayerType | undefined => parts.find((part) => types.includes(part));
  const named = parts.map((part) => ({
    label: LAYER_TYPES[part].label,
    elements: countElements(parameters.filter((parameter) => partOf(parameter) === part)),
  }));
  const rest = {
    label: text.model.rest,
    elements: countElements(parameters.filter((parameter) => partOf(parameter) === undefined)),
  };
  return [...named, rest].filter(({ elements }) => elements > 0);
}
