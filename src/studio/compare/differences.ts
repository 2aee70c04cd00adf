import type { PruneSettings } from '../../core/engine/tuning-types';

export interface Difference {
  readonly setting: string;
  readonly a: string;
  readonly b: string;
}

/** Settings that are not the same, by their names in reports and files. */
export function differences(a: PruneSettings, b: PruneSettings): Difference[] {
  const flat = ({ scoring, mask }: PruneSettings): Map<string, string> =>
    new Map(Object.entries({ ...scoring, ...mask }).map(([key, value]) => [key, written(value)]));
  const [ofA, ofB] = [flat(a), flat(b)];
  return [...ofA].flatMap(([setting, value]) => {
    const other = ofB.get(setting) ?? '';
    return other === value ? [] : [{ setting, a: value, b: other }];
  });
}

function written(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? '–' : value.map((part) => (typeof part === 'object' ? JSON.stringify(part) : String(part))).join(', ');
}
