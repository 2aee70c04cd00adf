import { readFileSync } from 'node:fs';
import { type Golden, type GoldenModel, parseGolden } from './golden-figures';

export * from './golden-figures';

export const FIXTURES = new URL('../fixtures/', import.meta.url);

export function loadGolden(model: GoldenModel): Golden {
  const folder = new URL(`golden/${model}/`, FIXTURES);
  const stored = model === 'all-MiniLM-L6-v2' ? null : readFileSync(new URL('golden.safetensors', folder));
  return parseGolden(model, readFileSync(new URL('golden.json', folder), 'utf8'), stored);
}
