import { readFileSync, readdirSync, statSync } from 'node:fs';
import { beforeAll, describe, it } from 'vitest';
import { createNodeDevice } from '../../src/core/runtime/node';
import type { Device } from '../../src/core/runtime/device';
import { parseFirstRecords } from '../support/first-records';
import { FIXTURES, loadGolden } from '../support/golden';
import {
  type GoldenFiles,
  type Measured,
  expectFirstRecords,
  expectLosses,
  expectMasks,
  expectSingles,
  expectStatistics,
  measure,
  measureFirstRecords,
  measureSingles,
} from './check-model';

const PUBLIC = new URL('../../public/', import.meta.url);
const bytes = (url: URL): Uint8Array => new Uint8Array(readFileSync(url));

function folder(root: URL): Map<string, Uint8Array> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(new URL(path, root)).isFile());
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), bytes(new URL(path, root))]));
}

const MODELS = [
  ['tiny-bert', new URL('models/tiny-bert/', FIXTURES)],
  ['tiny-bert-cls-dynamo', new URL('models/tiny-bert-cls-dynamo/', FIXTURES)],
  ['tiny-distilbert', new URL('models/tiny-distilbert/', FIXTURES)],
  ['tiny-qwen3', new URL('models/tiny-qwen3/', FIXTURES)],
  ['tiny-qwen3-legacy', new URL('models/tiny-qwen3-legacy/', FIXTURES)],
  ['tiny-qwen3-genai', new URL('models/tiny-qwen3-genai/', FIXTURES)],
  ['all-MiniLM-L6-v2', new URL('models/all-MiniLM-L6-v2/', PUBLIC)],
] as const;

describe.each(MODELS)('%s on wasm, against float64', (name, root) => {
  let measured: Measured;
  let device: Device;
  let files: GoldenFiles;
  beforeAll(async () => {
    device = await createNodeDevice('wasm');
    files = {
      model: folder(root),
      general: bytes(new URL('data/general-example.json', PUBLIC)),
      domain: bytes(new URL('data/chem-example.json', PUBLIC)),
    };
    measured = await measure(device, name, files, loadGolden(name));
  }, 600_000);

  it('losses', () => {
    expectLosses(measured);
  });
  it('Fisher information, gradients and alignment', () => {
    expectStatistics(measured);
  });
  it('importance and masks', { timeout: 300_000 }, () => {
    expectMasks(measured);
  });
  it('Fisher information in micro-batches of one', { timeout: 600_000 }, async () => {
    expectSingles(await measureSingles(device, name, files, loadGolden(name)));
  });
});

it('all-MiniLM-L6-v2 on wasm: the first record of each set', { timeout: 600_000 }, async () => {
  const name = 'all-MiniLM-L6-v2';
  const files = {
    model: folder(new URL(`models/${name}/`, PUBLIC)),
    general: bytes(new URL('data/general-example.json', PUBLIC)),
    domain: bytes(new URL('data/chem-example.json', PUBLIC)),
  };
  const measured = await measureFirstRecords(await createNodeDevice('wasm'), name, files, loadGolden(name));
  const figures = readFileSync(new URL(`golden/${name}/first-records.json`, FIXTURES), 'utf8');
  expectFirstRecords(measured, parseFirstRecords(figures));
});
