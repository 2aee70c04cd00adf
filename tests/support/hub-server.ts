import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HubServerOptions {
  /** Files by path in the repository. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files of at least so many bytes are large: listed by their SHA-256, and served from the other host. */
  readonly largeFrom?: number;
  /** A token without which the repository is as good as not there. */
  readonly token?: string;
  readonly isGated?: boolean;
  /** Cut the connection after so many bytes of a large file; once per number. */
  readonly cuts?: number[];
  /** Answer a range with the whole file. */
  readonly ignoresRanges?: boolean;
  /** Files per page of the list. */
  readonly pageSize?: number;
  /** Bytes that are served in place of a file's own. */
  readonly altered?: ReadonlyMap<string, Uint8Array>;
}

export interface HubServer {
  readonly origin: string;
  /** `METHOD host path range authorization` of every request, in order. */
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

interface Request {
  readonly host: 'hub' | 'storage';
  readonly path: string;
  readonly range: string | null;
  readonly authorization: string | null;
}

const REPOSITORY = 'owner/tiny';
const COMMIT = 'c'.repeat(40);
const git = (bytes: Uint8Array): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * A server that behaves as huggingface.co does for one model, `owner/tiny`: a list of files in pages, large files by a redirect to another host, ranges,
 * and its refusals with `X-Error-Code`.
 */
export async function startHubServer(options: HubServerOptions): Promise<HubServer> {
  const { files, largeFrom = 1000, pageSize = 1000 } = options;
  const requests: Request[] = [];
  const cuts = [...(options.cuts ?? [])];
  const isLarge = (bytes: Uint8Array): boolean => bytes.length >= largeFrom;

  const note = (host: Request['host'], { url = '', headers }: IncomingMessage): string => {
    requests.push({ host, path: url, range: headers.range ?? null, authorization: headers.authorization ?? null });
    return url;
  };

  const storage = await listen((request, response) => {
    const path = decodeURIComponent(note('storage', request).slice(1));
    const content = options.altered?.get(path) ?? files.get(path) ?? new Uint8Array();
    sendFile(request, response, content, options.ignoresRanges === true, cuts.shift());
  });

  const hub = await listen((request, response) => {
    const address = new URL(note('hub', request), 'http://hub');
    const allowed = options.token === undefined || request.headers.authorization === `Bearer ${options.token}`;
    if (options.isGated === true) refuse(response, request.headers.authorization === undefined ? 401 : 403, 'GatedRepo');
    else if (request.headers.authorization !== undefined && !allowed) refuse(response, 401);
    else if (!allowed || !address.pathname.includes(REPOSITORY)) refuse(response, options.token === undefined ? 404 : 401, 'RepoNotFound');
    else if (address.pathname.startsWith('/api/')) sendList(address, response);
    else sendOrRedirect(decodeURIComponent(address.pathname.split('/').slice(5).join('/')), request, response);
  });

  function sendList(address: URL, response: ServerResponse): void {
    const [, revision = ''] = /\/tree\/([^/]+)/.exec(address.pathname) ?? [];
    if (revision !== 'main' && revision !== COMMIT) {
      refuse(response, 404, 'RevisionNotFound');
      return;
    }
    const folder = decodeURIComponent(address.pathname.split(`/tree/${revision}`)[1] ?? '').replace(/^\//, '');
    const all = [...files].filter(([path]) => path.startsWith(folder === '' ? '' : `${folder}/`));
    const start = Number(address.searchParams.get('cursor') ?? 0);
    const entries = all.slice(start, start + pageSize).map(([path, bytes]) => ({
      type: 'file',
      path,
      size: bytes.length,
      oid: git(bytes),
      ...(isLarge(bytes) ? { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 } } : {}),
    }));
    const next = start + pageSize;
    address.searchParams.set('cursor', String(next));
    const link = next < all.length ? { Link: `<${origin(hub)}${address.pathname}${address.search}>; rel="next"` } : {};
    response.writeHead(200, { ...CORS, 'Content-Type': 'application/json', 'X-Repo-Commit': COMMIT, ...link });
    response.end(JSON.stringify(entries));
  }

  function sendOrRedirect(path: string, request: IncomingMessage, response: ServerResponse): void {
    const content = files.get(path);
    if (content === undefined) refuse(response, 404, 'EntryNotFound');
    else if (isLarge(content)) response.writeHead(302, { ...CORS, Location: `${origin(storage)}/${encodeURIComponent(path)}` }).end();
    else sendFile(request, response, options.altered?.get(path) ?? content, options.ignoresRanges === true, undefined);
  }

  return {
    origin: origin(hub),
    requests,
    close: async () => {
      await Promise.all([closed(hub), closed(storage)]);
    },
  };
}

/** What a page of another origin is allowed to see. */
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Repo-Commit,X-Error-Code,Link,Content-Range,Accept-Ranges',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

function refuse(response: ServerResponse, status: number, code?: string): void {
  response.writeHead(status, { ...CORS, ...(code === undefined ? {} : { 'X-Error-Code': code }) }).end();
}

function sendFile(request: IncomingMessage, response: ServerResponse, content: Uint8Array, whole: boolean, cut: number | undefined): void {
  const start = whole ? 0 : Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const part = content.subarray(start);
  const range = `bytes ${start}-${content.length - 1}/${content.length}`;
  const status = start === 0 ? 200 : 206;
  response.writeHead(status, { ...CORS, 'Content-Length': part.length, ...(status === 206 ? { 'Content-Range': range } : {}) });
  if (cut === undefined || cut >= part.length) response.end(part);
  else response.write(part.subarray(0, cut), () => response.destroy());
}

function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...CORS, 'Access-Control-Allow-Headers': 'Authorization, Range' }).end();
    } else answer(request, response);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function origin(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
