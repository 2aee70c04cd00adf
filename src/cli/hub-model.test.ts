import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Workplace, gaprune } from '../../tests/support/cli';
import { type HubServer, type HubServerOptions, startHubServer } from '../../tests/support/hub-server';
import { loadModelFolder, withOddData } from '../../tests/support/models';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { readModel } from './files';

const place = new Workplace();
afterAll(() => place.remove());

let server: HubServer | null = null;
let cache = 0;
beforeEach(() => {
  cache += 1;
  vi.stubEnv('GAPRUNE_CACHE', place.path(`cache-${cache}`));
  vi.stubEnv('HF_TOKEN', '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server?.close();
  server = null;
});

async function start(options: Partial<HubServerOptions> = {}): Promise<HubServer> {
  server = await startHubServer({ files: loadModelFolder('tiny-bert'), ...options });
  vi.stubEnv('HF_ENDPOINT', server.origin);
  return server;
}
const inspect = (model: string) => gaprune(place.folder, 'inspect', model, '--json');
const open = async (model: string) => {
  const { name, files } = await readModel(model);
  return openEmbeddingModel(name, files);
};
const downloads = ({ requests }: HubServer): number => requests.filter(({ path }) => !path.startsWith('/api/')).length;

describe('a model of the hub on the command line', () => {
  it('is fetched once, with a token that is written nowhere', async () => {
    const hub = await start({ token: 'hf_secret' });
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    const { code, out, err } = await inspect('hub:owner/tiny');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ name: 'tiny', architecture: 'BertModel', refusal: null });
    expect(hub.requests.filter(({ host }) => host === 'storage').every(({ authorization }) => authorization === null)).toBe(true);
    const kept = readdirSync(place.path(`cache-${cache}`)).map((name) => place.path(`cache-${cache}`, name));
    expect(kept.length).toBeGreaterThan(2);
    for (const path of kept) expect(`${path} ${readFileSync(path, 'latin1')}`).not.toContain('hf_secret');
    expect(out).not.toContain('hf_secret');

    const first = downloads(hub);
    expect((await inspect('hub:owner/tiny')).out).toBe(out);
    expect(downloads(hub)).toBe(first);
  });

  it('goes on where a connection was cut, and throws a damaged file away', async () => {
    const hub = await start({ cuts: [50_000, 100_000] });
    expect(await open('hub:owner/tiny')).toMatchObject({ architecture: 'BertModel' });
    const ranges = hub.requests.flatMap(({ host, range }) => (host === 'storage' && range !== null ? [range] : []));
    expect(ranges).toEqual(['bytes=50000-', 'bytes=150000-']);
    const kept = readdirSync(place.path(`cache-${cache}`)).map((name) => place.path(`cache-${cache}`, name));
    const [large = ''] = kept.filter((path) => statSync(path).size > 200_000);
    writeFileSync(large, new Uint8Array(statSync(large).size));
    await expect(open('hub:owner/tiny')).rejects.toThrow('not the one that the hub lists');
    expect(await open('hub:owner/tiny')).toMatchObject({ architecture: 'BertModel' });
  });

  it('at a revision, in a folder, and one file of several', async () => {
    const inFolder = [...withOddData()].map(([path, content]) => [`sub/${path}`, content] as const);
    const files = new Map([...loadModelFolder('tiny-bert'), ...inFolder]);
    files.set('onnx/model_fp16.onnx', files.get('onnx/model.onnx') ?? new Uint8Array());
    await start({ files });
    expect(await open('hub:owner/tiny@main/sub')).toMatchObject({ architecture: 'Qwen3Model' });
    expect(await open('hub:owner/tiny/sub@main')).toMatchObject({ architecture: 'Qwen3Model' });
    expect(await open('hub:owner/tiny@main/onnx/model_fp16.onnx')).toMatchObject({ onnxPath: 'onnx/model_fp16.onnx' });
    await expect(open('hub:owner/tiny/onnx/model_q4.onnx')).rejects.toThrow('it has onnx/model.onnx, ');
    await expect(open('hub:owner/tiny@v9')).rejects.toThrow('no such revision');
  });

  it('is refused by name, and nothing is asked for without hub:', async () => {
    const hub = await start({ token: 'hf_secret' });
    await expect(open('owner/tiny')).rejects.toThrow('no such model folder');
    await expect(open('hub:../tiny')).rejects.toThrow('This names no model');
    expect(hub.requests).toEqual([]);
    await expect(open('hub:owner/tiny')).rejects.toThrow('or it is private');
    vi.stubEnv('HF_TOKEN', 'hf_wrong');
    await expect(open('hub:owner/tiny')).rejects.toThrow('does not accept this token');
    vi.stubEnv('HF_TOKEN', 'hf_secret');
    writeFileSync(place.path('no-folder'), '');
    vi.stubEnv('GAPRUNE_CACHE', place.path('no-folder', 'cache'));
    await expect(open('hub:owner/tiny')).rejects.toThrow('GAPRUNE_CACHE names another');
    await hub.close();
    await expect(open('hub:owner/tiny')).rejects.toThrow('The hub cannot be reached');
    vi.stubEnv('HF_ENDPOINT', 'ftp://somewhere');
    await expect(open('hub:owner/tiny')).rejects.toThrow('HF_ENDPOINT must be an address');
  });
});
