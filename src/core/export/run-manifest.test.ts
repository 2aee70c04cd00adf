import { describe, expect, it } from 'vitest';
import { CancelledError } from '../errors';
import { analysisSettings } from '../gaprune/settings';
import type { TensorStatistics } from '../gaprune/statistics';
import { InvalidRunError, readRunManifest, writeRunManifest, type RunManifest } from './run-manifest';
import { InvalidSafetensorsError } from './safetensors';
import { sha256Of } from './sha256';
import { readStatistics, writeStatistics } from './statistics-file';

const hash = 'a'.repeat(64);
const manifest: RunManifest = {
  version: 1,
  program: '0.1.0',
  settings: analysisSettings.parse({}),
  modelFiles: { 'onnx/model.onnx': hash },
  generalData: { fileName: 'general.json', sha256: hash, records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
  domainData: { fileName: 'domain.json', sha256: hash, records: 20, fields: null, leftOut: 0, heldOut: 0, sample: null },
  device: 'CPU',
  elapsedMs: 12.5,
  losses: {
    fisherGeneral: [{ loss: 1.5, samples: 4, counted: true }],
    fisherDomain: [{ loss: NaN, samples: 4, counted: false }],
    alignmentGeneral: [],
    alignmentDomain: [],
  },
  pairs: 10,
  tensors: [{ name: 'w', shape: [2, 1], tensorAlignment: -0.5, conflictRate: 0.75 }],
};

const changed = (change: object): string => JSON.stringify({ ...manifest, ...change });

describe('run.json', () => {
  it('comes back as it was written, NaN losses included', () => {
    expect(readRunManifest(writeRunManifest(manifest))).toEqual(manifest);
    expect(writeRunManifest(readRunManifest(writeRunManifest(manifest)))).toBe(writeRunManifest(manifest));
  });

  it.each([
    ['{', 'not valid JSON'],
    ['{}', 'run.json, version'],
    [changed({ version: 2 }), 'written by a newer program: version 2'],
    [changed({ modelFiles: { a: 'xyz' } }), 'not a SHA-256'],
    [changed({ elapsedMs: -1 }), 'run.json, elapsedMs'],
    [changed({ tensors: [{ ...manifest.tensors[0], conflictRate: 2 }] }), 'run.json, tensors.0.conflictRate'],
    [changed({ settings: { batchSize: 1 } }), 'run.json, settings.batchSize'],
  ])('refuses %s', (text, message) => {
    expect(() => readRunManifest(text)).toThrow(InvalidRunError);
    expect(() => readRunManifest(text)).toThrow(message);
  });
});

describe('statistics file', () => {
  const statistics: TensorStatistics = {
    name: 'w',
    shape: [2, 1],
    fisherGeneral: Float32Array.of(1e-8, 2),
    fisherDomain: Float32Array.of(3, 4),
    gradGeneral: Float32Array.of(-1, 0),
    gradDomain: Float32Array.of(5, 6),
    tensorAlignment: -0.5,
    conflictRate: 0.75,
  };
  const file = new Uint8Array(Buffer.concat(writeStatistics([statistics])));

  it('comes back with its manifest', () => {
    expect(readStatistics(file, manifest)).toEqual([statistics]);
  });

  it('is refused when it does not fit the manifest', () => {
    const [tensor] = manifest.tensors;
    if (tensor === undefined) throw new Error('no tensor');
    expect(() => readStatistics(file, { tensors: [{ ...tensor, name: 'x' }] })).toThrow('fisher_general/x');
    expect(() => readStatistics(file, { tensors: [{ ...tensor, shape: [3] }] })).toThrow(InvalidRunError);
    expect(() => readStatistics(file.subarray(0, 20), manifest)).toThrow(InvalidSafetensorsError);
  });
});

describe('sha256Of', () => {
  it('is the published digest of "abc"', async () => {
    expect(await sha256Of(new Blob(['a', 'bc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('stops when asked to', async () => {
    await expect(sha256Of(new Blob(['abc']), AbortSignal.abort())).rejects.toThrow(CancelledError);
  });
});
