import { readFileSync } from 'node:fs';
import type { GoldenFiles } from '../golden/check-model';
import { type Golden, type GoldenModel, loadGolden } from './golden';
import { loadModelFolder } from './models';

const example = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../public/data/${name}-example.json`, import.meta.url)));

/** A model of the golden figures with its data and figures, from the disk. */
export function loadGoldenModel(name: GoldenModel): { readonly files: GoldenFiles; readonly golden: Golden } {
  const files = { model: loadModelFolder(name), general: example('general'), domain: example('chem') };
  return { files, golden: loadGolden(name) };
}
