import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type HubServer, type HubServerOptions, startHubServer } from '../../../tests/support/hub-server';
import { ODD_DATA, withOddData } from '../../../tests/support/models';
import { openEmbeddingModel } from '../model/embedding-model';
import { downloadFile } from './download';
import { downloadVariant } from './download-variant';
import type { Hub } from './hub';
import { listFiles } from './list';
import { MemoryParts } from './part-store';
import { parseReference } from './reference';
import { variantsOf } from './variants';

const folder = join(import.meta.dirname, '../../../tests/fixtures/models/tiny-bert');
const tinyBert = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => [relative(folder, path).replaceAll('\\', '/'), new Uint8Array(readFileSync(path))] as const),
);

let server: HubServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(options: Partial<HubServerOptions> = {}, token: string | null = null): Promise<Hub> {
  server = await startHubServer({ files: tinyBert, ...options });
  return { origin: server.origin, fetch, token };
}

const tiny = parseReference('owner/tiny');
const ignore = (): void => undefined;

describe('a reference', () => {
  it.each([
    ['owner/name', { repository: 'owner/name', revision: 'main', folder: '' }],
    [' bert-base-uncased ', { repository: 'bert-base-uncased', revision: 'main', folder: '' }],
    ['owner/name@v1.0', { repository: 'owner/name', revision: 'v1.0', folder: '' }],
    ['owner/name/sub/onnx@abc', { repository: 'owner/name', revision: 'abc', folder: 'sub/onnx' }],
    ['owner/name@abc/sub/onnx', { repository: 'owner/name', revision: 'abc', folder: 'sub/onnx' }],
    ['owner/name@refs/pr/1/onnx', { repository: 'owner/name', revision: 'refs/pr/1', folder: 'onnx' }],
    ['owner/name@feature%2Fx', { repository: 'owner/name', revision: 'feature/x', folder: '' }],
    ['owner/name/onnx@feature/x', { repository: 'owner/name', revision: 'feature/x', folder: 'onnx' }],
    ['https://huggingface.co/owner/name', { repository: 'owner/name', revision: 'main', folder: '' }],
    ['https://huggingface.co/owner/name/tree/dev/onnx?x=1', { repository: 'owner/name', revision: 'dev', folder: 'onnx' }],
  ])('%s', (text, expected) => {
    expect(parseReference(text)).toEqual(expected);
  });

  it.each(['', '/', '../x', 'a/../b', 'https://example.org/a/b', 'a b/c', 'owner/name/../../x', 'owner/na%2fme', 'owner/name@'])(
    'not %j',
    (text) => {
      expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'INVALID_HUB_REFERENCE' }));
    },
  );
});

describe('a model of the hub', () => {
  it('is listed in pages, fetched from where it lies, and opens', async () => {
    const hub = await start({ pageSize: 2, token: 'secret' }, 'secret');
    const listing = await listFiles(hub, tiny);
    expect(listing.commit).toBe('c'.repeat(40));
    const [variant] = variantsOf(listing);
    const seen: number[] = [];
    const files = await downloadVariant(hub, listing, variant!, new MemoryParts(), (bytes) => seen.push(bytes));
    expect(seen.at(-1)).toBe(variant!.bytes);
    const entries = await Promise.all(
      files.map(async ({ name, content }) => [name.slice(5), new Uint8Array(await content.arrayBuffer())] as const),
    );
    expect(openEmbeddingModel('tiny', new Map(entries)).architecture).toBe('BertModel');
    const { requests } = server!;
    expect(requests.filter(({ path }) => path.startsWith('/api/')).length).toBeGreaterThan(1);
    // The token is for the hub alone.
    expect(requests.filter(({ host }) => host === 'storage').every(({ authorization }) => authorization === null)).toBe(true);
    expect(requests.filter(({ host }) => host === 'hub').every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
  });

  it('has its float16 and quantised files told apart, with their data', async () => {
    const bytes = new Uint8Array(2000);
    const names = ['model_fp16.onnx', 'model.onnx', 'model.onnx_data', 'model.onnx_data_1', 'model_quantized.onnx', 'model_int8.onnx'];
    const hub = await start({
      files: new Map([...names.map((name) => [`onnx/${name}`, bytes] as const), ['config.json', new Uint8Array(2)]]),
    });
    const variants = variantsOf(await listFiles(hub, tiny));
    expect(variants.map(({ path, precision, bytes }) => ({ path, precision, bytes }))).toEqual([
      { path: 'onnx/model.onnx', precision: 'float32', bytes: 6002 },
      { path: 'onnx/model_fp16.onnx', precision: 'float16', bytes: 2002 },
    ]);
  });

  it('has the data file that its ONNX file names, whatever it is called, and no weights in other formats', async () => {
    const hub = await start({ files: withOddData() });
    const listing = await listFiles(hub, tiny);
    const files = await downloadVariant(hub, listing, variantsOf(listing)[0]!, new MemoryParts(), ignore);
    const entries = await Promise.all(
      files.map(async ({ name, content }) => [name.slice(5), new Uint8Array(await content.arrayBuffer())] as const),
    );
    expect([...openEmbeddingModel('tiny', new Map(entries)).files.external.keys()]).toEqual([ODD_DATA]);
    expect(server!.requests.filter(({ path }) => /(pytorch|openvino)_model/.test(path))).toEqual([]);
  });

  it('in a folder has paths of that folder', async () => {
    const hub = await start({
      files: new Map([
        ['sub/model.onnx', new Uint8Array(3)],
        ['other.onnx', new Uint8Array(3)],
      ]),
    });
    const listing = await listFiles(hub, parseReference('owner/tiny/sub'));
    expect(listing.files.map(({ path, source }) => [path, source])).toEqual([['model.onnx', 'sub/model.onnx']]);
  });

  it('without an ONNX file says so', async () => {
    const hub = await start({ files: new Map([['model.safetensors', new Uint8Array(3)]]) });
    expect(() => variantsOf({ reference: tiny, commit: 'main', files: [] })).toThrow('It has no ONNX file');
    await expect(listFiles(hub, tiny).then(variantsOf)).rejects.toMatchObject({ code: 'HUB_MISSING' });
  });
});

describe('refusals are told apart:', () => {
  it.each([
    ['an unknown model', {}, null, 'owner/other', 'HUB_MISSING', 'no such model'],
    ['an unknown revision', {}, null, 'owner/tiny@dev', 'HUB_MISSING', 'no such revision'],
    ['a private model without a token', { token: 'secret' }, null, 'owner/tiny', 'HUB_MISSING', 'give a token'],
    ['a wrong token', { token: 'secret' }, 'wrong', 'owner/tiny', 'HUB_TOKEN', 'does not accept this token'],
    ['a gated model', { isGated: true }, null, 'owner/tiny', 'HUB_GATED', 'accept the terms'],
    ['a gated model with a token', { isGated: true }, 'secret', 'owner/tiny', 'HUB_GATED', 'account of this token'],
  ] as const)('%s', async (_, options, token, reference, code, message) => {
    const hub = await start(options, token);
    const refused = listFiles(hub, parseReference(reference));
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(message);
  });

  it('no network', async () => {
    const hub = await start();
    await server!.close();
    await expect(listFiles(hub, tiny)).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
  });

  it('an answer that is no list', async () => {
    const odd = { origin: 'http://hub', token: null, fetch: () => Promise.resolve(new Response('<html>')) };
    await expect(listFiles(odd, tiny)).rejects.toMatchObject({ code: 'HUB_ANSWER' });
    const elsewhere = () => Promise.resolve(new Response('[]', { headers: { Link: '<http://evil/next>; rel="next"' } }));
    await expect(listFiles({ ...odd, fetch: elsewhere }, tiny)).rejects.toThrow('another host');
  });
});

describe('a file', () => {
  const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
  const files = new Map([['model.onnx', content]]);

  async function listed(options: Partial<HubServerOptions>) {
    const hub = await start({ files, ...options });
    const listing = await listFiles(hub, tiny);
    return { hub, listing, file: listing.files[0]! };
  }

  it.each([false, true])('goes on where the connection was cut (ranges ignored: %s)', async (ignoresRanges) => {
    const { hub, listing, file } = await listed({ cuts: [100_000, ignoresRanges ? 200_000 : 50_000], ignoresRanges });
    const blob = await downloadFile(hub, listing, file, new MemoryParts(), ignore);
    expect(Buffer.compare(new Uint8Array(await blob.arrayBuffer()), content)).toBe(0);
    const starts = server!.requests.filter(({ host }) => host === 'storage').map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
    expect(starts).toHaveLength(3);
    expect(starts.every((start, i) => i === 0 || start > (starts[i - 1] ?? 0))).toBe(true);
  });

  it('that is there is not asked for, and after a cancel the rest alone', async () => {
    const { hub, listing, file } = await listed({ cuts: [150_000, 0, 0, 0] });
    const store = new MemoryParts();
    await expect(downloadFile(hub, listing, file, store, ignore)).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
    expect(await store.size(`sha256-${file.hash.hex}`)).toBeGreaterThan(0);
    await downloadFile(hub, listing, file, store, ignore);
    const { length } = server!.requests;
    await downloadFile(hub, listing, file, store, ignore);
    expect(server!.requests.length).toBe(length);
  });

  it('stops when it is cancelled', async () => {
    const { hub, listing, file } = await listed({});
    const cancel = new AbortController();
    const fetched = downloadFile(hub, listing, file, new MemoryParts(), () => cancel.abort(), cancel.signal);
    await expect(fetched).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([
    ['large', content.slice().fill(1, 0, 1), 1000],
    ['small', content.slice().fill(1, 0, 1), 1_000_000],
  ])('that is not the listed one is thrown away (%s)', async (_, altered, largeFrom) => {
    const { hub, listing, file } = await listed({ altered: new Map([['model.onnx', altered]]), largeFrom });
    const store = new MemoryParts();
    await expect(downloadFile(hub, listing, file, store, ignore)).rejects.toMatchObject({ code: 'HUB_DAMAGED' });
    expect(await store.size(`${file.hash.kind}-${file.hash.hex}`)).toBe(0);
  });
});
