import { readZip } from '../../src/core/archive/read-zip';
import { inspectData } from '../../src/core/data/formats';
import { loadTokenizer } from '../../src/core/data/tokenizer';
import { readRunManifest } from '../../src/core/export/run-manifest';
import { readStatistics } from '../../src/core/export/statistics-file';
import { openEmbeddingModel } from '../../src/core/model/embedding-model';
import { specializeModel } from '../../src/core/model/specialize-model';
import { findParameters } from '../../src/core/model/parameters';
import { readModel } from '../../src/core/onnx/read-model';

import { mutateBytes } from './mutate-bytes';
import { mutateJson } from './mutate-json';
import { mutateMessage } from './mutate-message';
import { MODEL } from './onnx-kind';
import type { Choices } from './random';
import * as seeds from './seeds';

/** A reader of files from strangers, with small valid files and a way to change them. */
export interface Target {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  mutate(seed: Uint8Array, choose: Choices): Uint8Array;
  /** Read it, and do what is done after reading. Only a GapruneError may come out. */
  read(input: Uint8Array): void | Promise<void>;
}

const utf8 = { encode: (text: string) => new TextEncoder().encode(text), decode: (bytes: Uint8Array) => new TextDecoder().decode(bytes) };

/** Mostly changes that keep JSON well-formed, sometimes bytes. */
function jsonOrBytes(seed: Uint8Array, choose: Choices): Uint8Array {
  return choose.chance(0.2) ? mutateBytes(seed, choose) : utf8.encode(mutateJson(utf8.decode(seed), choose));
}

/** A safetensors file whose JSON header is changed, its length mended or not. */
function mutateSafetensors(seed: Uint8Array, choose: Choices): Uint8Array {
  if (choose.chance(0.3)) return mutateBytes(seed, choose);
  const length = new DataView(seed.buffer, seed.byteOffset).getUint32(0, true);
  const header = jsonOrBytes(seed.subarray(8, 8 + length), choose);
  const out = new Uint8Array(8 + header.length + seed.length - 8 - length);
  new DataView(out.buffer).setUint32(0, choose.chance(0.1) ? length : header.length, true);
  out.set(header, 8);
  out.set(seed.subarray(8 + length), 8 + header.length);
  return out;
}

const onnx: Target = {
  name: 'onnx',
  seeds: [seeds.smallModel(), seeds.oddModel()],
  mutate: (seed, choose) => (choose.chance(0.25) ? mutateBytes(seed, choose) : mutateMessage(seed, MODEL, choose)),
  read: (input) => {
    findParameters(readModel(input, seeds.ODD_DATA).graph);
  },
};

const modelFolder: Target = {
  name: 'model folder',
  seeds: [seeds.smallModel()],
  mutate: (seed, choose) => onnx.mutate(seed, choose),
  read: (input) => {
    specializeModel(openEmbeddingModel('small', new Map([['model.onnx', input]])), 2, 3);
  },
};

const SMALL_MODEL = seeds.smallModel();

const config: Target = {
  name: 'configuration',
  seeds: [utf8.encode(seeds.CONFIG)],
  mutate: jsonOrBytes,
  read: (input) => {
    openEmbeddingModel(
      'small',
      new Map([
        ['model.onnx', SMALL_MODEL],
        ['config.json', input],
        ['1_Pooling/config.json', input],
        ['tokenizer_config.json', input],
      ]),
    );
  },
};

const statistics: Target = {
  name: 'statistics',
  seeds: [seeds.smallSafetensors()],
  mutate: mutateSafetensors,
  read: (input) => {
    readStatistics(input, { tensors: [{ name: 'w', shape: [1, 2], tensorAlignment: 0, conflictRate: 0 }] });
  },
};

const run: Target = {
  name: 'run',
  seeds: [utf8.encode(seeds.RUN)],
  mutate: jsonOrBytes,
  read: (input) => {
    readRunManifest(utf8.decode(input));
  },
};

const tokenizer: Target = {
  name: 'tokenizer',
  seeds: seeds.TOKENIZERS.map(utf8.encode),
  mutate: jsonOrBytes,
  read: (input) => {
    loadTokenizer({ tokenizerJson: utf8.decode(input) }).encode('the ab, é 中', 16);
  },
};

const records: Target = {
  name: 'records',
  seeds: [utf8.encode(seeds.RECORDS), utf8.encode(seeds.TABLE)],
  mutate: (seed, choose) => (seed[0] === 0x5b ? jsonOrBytes(seed, choose) : mutateBytes(seed, choose)),
  read: async (input) => {
    await inspectData({ name: 'data', content: new Blob([Uint8Array.from(input)]) });
  },
};

const zip: Target = {
  name: 'zip',
  seeds: [await seeds.smallZip()],
  mutate: mutateBytes,
  read: async (input) => {
    await readZip(new Blob([Uint8Array.from(input)]));
  },
};

export const TARGETS: readonly Target[] = [onnx, modelFolder, config, statistics, run, tokenizer, records, zip];
