import { isLayerType, type LayerType } from '../model/layer-types';
import type { Parameter } from '../model/parameter';
import { InvalidOverrideError } from './errors';
import { hasType } from './has-type';
import { globPattern } from './patterns/name-pattern';
import type { MaskSettings } from './settings';

/** A share of its own for some weights; `target` is read by `parseTarget`. */
export type Override = MaskSettings['overrides'][number];

export type OverrideTarget =
  | { readonly kind: 'type'; readonly type: LayerType }
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'name'; readonly glob: string };

type Overridable = Pick<Parameter, 'name' | 'layer' | 'types' | 'prunable'>;

const PRECEDENCE = { type: 0, layer: 1, name: 2 } as const satisfies Record<OverrideTarget['kind'], number>;

/**
 * What an override is about: `mlp_down` is a layer type, `layer:0` a transformer layer, `name:…` one weight, or several by a glob.
 * @throws InvalidOverrideError
 */
export function parseTarget(target: string): OverrideTarget {
  const [, layer] = /^layer:(\d{1,4})$/.exec(target) ?? [];
  if (layer !== undefined) return { kind: 'layer', layer: Number(layer) };
  if (target.startsWith('name:') && target.length > 5) return { kind: 'name', glob: target.slice(5) };
  if (isLayerType(target)) return { kind: 'type', type: target };
  throw new InvalidOverrideError(`An override is for a layer type, layer:N or name:…; "${target}" is none of these.`);
}

export function formatTarget(target: OverrideTarget): string {
  if (target.kind === 'type') return target.type;
  return target.kind === 'layer' ? `layer:${target.layer}` : `name:${target.glob}`;
}

/** Whether a weight is what an override is about. @throws InvalidOverrideError */
export function targets(target: string): (weight: Pick<Overridable, 'name' | 'layer' | 'types'>) => boolean {
  const parsed = parseTarget(target);
  if (parsed.kind === 'layer') return ({ layer }) => layer === parsed.layer;
  if (parsed.kind === 'type') return ({ types }) => hasType(types, parsed.type);
  const matches = globPattern(parsed.glob);
  return ({ name }) => matches(name);
}

/**
 * The override that holds for each weight, by name: one by name goes before one by layer, that before one by type, and of two of the same
 * kind the later one holds. Weights without an override are not in the map.
 * @throws InvalidOverrideError for an override of nothing the model has
 */
export function overridesOf(parameters: readonly Overridable[], overrides: readonly Override[]): Map<string, Override> {
  const prunable = parameters.filter((parameter) => parameter.prunable);
  const rising = [...overrides].sort((a, b) => PRECEDENCE[parseTarget(a.target).kind] - PRECEDENCE[parseTarget(b.target).kind]);
  const found = new Map<string, Override>();
  for (const override of rising) {
    const meant = prunable.filter(targets(override.target));
    if (meant.length === 0)
      throw new InvalidOverrideError(`The model has nothing to prune that the override "${override.target}" is about.`);
    for (const { name } of meant) found.set(name, override);
  }
  return found;
}
