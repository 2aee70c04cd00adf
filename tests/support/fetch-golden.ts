import type { GoldenFiles } from '../golden/check-model';
import { fetchBuiltInModelFolder, fetchBytes, fetchModelFolder } from './fetch-model';
import { type Golden, type GoldenModel, parseGolden } from './golden-figures';

const FIGURES = '/tests/fixtures/golden';

const fetchText = async (path: string): Promise<string> => new TextDecoder().decode(await fetchBytes(path));

/** A model of the golden figures with its data and figures, in the browser. */
export async function fetchGoldenModel(name: GoldenModel): Promise<{ readonly files: GoldenFiles; readonly golden: Golden }> {
  const isBuiltIn = name === 'all-MiniLM-L6-v2';
  const files = {
    model: await (isBuiltIn ? fetchBuiltInModelFolder() : fetchModelFolder(name)),
    general: await fetchBytes('/data/general-example.json'),
    domain: await fetchBytes('/data/chem-example.json'),
  };
  const arrays = isBuiltIn ? null : await fetchBytes(`${FIGURES}/${name}/golden.safetensors`);
  return { files, golden: parseGolden(name, await fetchText(`${FIGURES}/${name}/golden.json`), arrays) };
}

export async function fetchFirstRecords(name: GoldenModel): Promise<string> {
  return fetchText(`${FIGURES}/${name}/first-records.json`);
}
