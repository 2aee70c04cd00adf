import { INTEGERS, TEXTS } from './hostile-values';
import type { Choices } from './random';

/** A JSON value with the order and the doubles of its keys kept. */
type Json = string | number | boolean | null | Json[] | Table;
class Table {
  constructor(readonly entries: [key: string, value: Json][]) {}
}

/** Change a JSON document: values of other types, keys removed, doubled or renamed, numbers and texts at their bounds, deep nesting. */
export function mutateJson(text: string, choose: Choices): string {
  let root = takeApart(JSON.parse(text));
  for (let edits = 1 + choose.below(3); edits > 0; edits--) {
    if (!changeInside(root, choose)) root = changed(root, choose);
  }
  return write(root);
}

/** Change something in a list or a table; false when the value is neither, or empty. */
function changeInside(value: Json, choose: Choices): boolean {
  if (Array.isArray(value)) {
    if (value.length === 0) return false;
    const at = choose.below(value.length);
    const item = value[at] ?? null;
    if (choose.chance(0.7) && changeInside(item, choose)) return true;
    if (choose.chance(0.2)) value.splice(at, 1);
    else if (choose.chance(0.2)) value.push(item);
    else value[at] = changed(item, choose);
    return true;
  }
  if (!(value instanceof Table)) return false;
  const entry = choose.maybe(value.entries);
  if (entry === null) return false;
  if (choose.chance(0.7) && changeInside(entry[1], choose)) return true;
  if (choose.chance(0.2)) value.entries.splice(value.entries.indexOf(entry), 1);
  else if (choose.chance(0.2)) value.entries.push([entry[0], changed(entry[1], choose)]);
  else if (choose.chance(0.2)) entry[0] = choose.of(TEXTS);
  else entry[1] = changed(entry[1], choose);
  return true;
}

function changed(value: Json, choose: Choices): Json {
  switch (choose.below(8)) {
    case 0:
      return choose.of([null, true, false, [], new Table([]), '', 0, [[[[[]]]]]]);
    case 1:
      return Number(choose.of(INTEGERS));
    case 2:
      return choose.of([0.5, -0.5, 1e308, 5e-324, 1e21]);
    case 3:
      return choose.of(TEXTS);
    case 4:
      return [value];
    case 5:
      return new Table([[choose.of(TEXTS), value]]);
    case 6:
      return typeof value === 'number' ? value + choose.of([-1, 1]) : typeof value === 'string' ? value.slice(1) : value;
    default: {
      let nested: Json = value;
      for (let depth = choose.below(200); depth > 0; depth--) nested = [nested];
      return nested;
    }
  }
}

function takeApart(value: unknown): Json {
  if (Array.isArray(value)) return value.map(takeApart);
  if (typeof value === 'object' && value !== null) return new Table(Object.entries(value).map(([key, inner]) => [key, takeApart(inner)]));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function write(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (value instanceof Table) return `{${value.entries.map(([key, inner]) => `${JSON.stringify(key)}:${write(inner)}`).join(',')}}`;
  return JSON.stringify(value);
}
