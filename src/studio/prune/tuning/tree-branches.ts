import type { ParameterSummary } from '../../../core/engine/types';
import { text } from '../../text';

/** A layer with its matrices, or what lies outside of all layers. */
export interface Branch {
  readonly key: string;
  readonly label: string;
  readonly layer: number | null;
  readonly leaves: readonly ParameterSummary[];
}

export const ROOT = 'model:';

/** Layers in order, the rest last. */
export function branchesOf(parameters: readonly ParameterSummary[]): Branch[] {
  const layers = [...new Set(parameters.map(({ layer }) => layer))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return layers.map((layer) => ({
    key: `layer:${String(layer)}`,
    label: layer === null ? text.tuning.weights.outside : text.tuning.weights.layer(layer),
    layer,
    leaves: parameters.filter((parameter) => parameter.layer === layer),
  }));
}

/** Keys of everything that is chosen as a whole: weights, layers of which each weight is, and the model when all are. */
export function selectedKeys(branches: readonly Branch[], chosen: ReadonlySet<string>): Set<string> {
  const whole = branches.filter(({ leaves }) => leaves.every(({ name }) => chosen.has(name)));
  const root = whole.length === branches.length && branches.length > 0 ? [ROOT] : [];
  return new Set([...root, ...whole.map(({ key }) => key), ...chosen]);
}

/** What is wanted after keys were selected or taken back: a layer, or the model, stands for all its weights. */
export function wantedAfter(
  branches: readonly Branch[],
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): Set<string> {
  const namesOf = (key: string): string[] => {
    const own = branches.filter((branch) => key === ROOT || branch.key === key).flatMap(({ leaves }) => leaves.map(({ name }) => name));
    return own.length > 0 ? own : [key];
  };
  const wanted = new Set(chosen);
  for (const key of before) if (!after.has(key)) for (const name of namesOf(key)) wanted.delete(name);
  for (const key of after) if (!before.has(key)) for (const name of namesOf(key)) wanted.add(name);
  return wanted;
}

/** The part of a weight's name that its layer does not say: `attention.self.query`. */
export function leafLabel({ name, layer }: ParameterSummary): string {
  const tail = layer === null ? name : name.replace(new RegExp(String.raw`^.*?\.${layer}\.`), '');
  return tail.replace(/\.weight$/, '');
}
