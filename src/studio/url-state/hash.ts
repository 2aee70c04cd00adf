import { defaultView, viewSchema, type View } from './view';

/** `#prune?quantity=score`: the place, then the fields that differ from their defaults. */
export function hashOf({ place, ...fields }: View): string {
  const defaults = new Map<string, unknown>(Object.entries(defaultView));
  const changed = Object.entries(fields).filter(([key, value]) => value !== defaults.get(key));
  const query = new URLSearchParams(changed.map(([key, value]) => [key, value])).toString();
  return query === '' ? `#${place}` : `#${place}?${query}`;
}

/** The view of an address; a field that is missing or not understood has its default. */
export function viewOf(hash: string): View {
  const [place, query] = hash.replace(/^#/, '').split('?', 2);
  return viewSchema.parse({ ...Object.fromEntries(new URLSearchParams(query)), place });
}
