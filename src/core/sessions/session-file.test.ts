import { describe, expect, it } from 'vitest';
import { InvalidArchiveError } from '../archive/read-zip';
import { type ZipEntry, zipBlob } from '../archive/write-zip';
import { sha256Of } from '../export/sha256';
import { InvalidRunError, type RunManifest, writeRunManifest } from '../export/run-manifest';
import { analysisSettings, maskSettings, scoringSettings } from '../gaprune/settings';
import { readSessionFile } from './session-file';

const hash = await sha256Of(new Blob(['x']));
const manifest: RunManifest = {
  ...{ version: 1, program: '0.1.0', settings: analysisSettings.parse({}), device: 'wasm', elapsedMs: 1, pairs: 1, tensors: [] },
  modelFiles: { 'model.onnx': hash },
  generalData: { fileName: 'general.json', sha256: hash, records: 1, fields: null, leftOut: 0, heldOut: 0, sample: null },
  domainData: { fileName: 'domain.json', sha256: hash, records: 1, fields: null, leftOut: 0, heldOut: 0, sample: null },
  losses: { fisherGeneral: [], fisherDomain: [], alignmentGeneral: [], alignmentDomain: [] },
};
const session = {
  ...{ version: 1, name: 'a', createdAt: '2026-01-02T03:04:05.000Z', modelName: 'm' },
  ...{ scoring: scoringSettings.parse({}), mask: maskSettings.parse({}) },
};
const good: Record<string, string> = {
  'session.json': JSON.stringify(session),
  'run.json': writeRunManifest(manifest),
  'statistics.safetensors': 'x',
  'model/model.onnx': 'x',
  'data/general/general.json': 'x',
};

async function read(change: Record<string, string | null>): ReturnType<typeof readSessionFile> {
  const entries = Object.entries({ ...good, ...change }).flatMap(([name, content]): ZipEntry[] =>
    content === null ? [] : [{ name, content }],
  );
  return readSessionFile(await zipBlob(entries));
}

describe('readSessionFile', () => {
  it('reads a session, with the sets that are there', async () => {
    const parts = await read({});
    expect(parts).toMatchObject({ name: 'a', modelName: 'm', manifest, domain: null });
    expect(parts.general?.name).toBe('general.json');
  });

  it.each([
    [{ 'session.json': null }, /session\.json/],
    [{ 'session.json': '{' }, /not valid JSON/],
    [{ 'session.json': JSON.stringify({ ...session, name: '' }) }, /session\.json, name/],
    [{ 'session.json': JSON.stringify({ ...session, version: 2 }) }, /session\.json, version/],
    [{ 'session.json': JSON.stringify({ ...session, mask: { sparsity: 7 } }) }, /session\.json, mask\.sparsity/],
    [{ 'run.json': null }, /run\.json/],
    [{ 'run.json': '{}' }, /run\.json, version/],
    [{ 'statistics.safetensors': null }, /statistics\.safetensors/],
    [{ 'model/model.onnx': null }, /holds no model/],
    [{ 'model/model.onnx': 'y' }, /not the one that the run was made from.*model\.onnx/],
    [{ 'model/other.onnx': 'x' }, /other\.onnx/],
    [{ 'data/general/general.json': 'y' }, /general\.json/],
  ])('refuses %j', async (change, message) => {
    const reading = read(change);
    await expect(reading).rejects.toThrow(InvalidRunError);
    await expect(reading).rejects.toThrow(message);
  });

  it('refuses what is no archive', async () => {
    await expect(readSessionFile(new Blob(['no zip']))).rejects.toThrow(InvalidArchiveError);
  });
});
