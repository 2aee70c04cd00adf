import { z } from 'zod';
import { HubAnswerError } from './errors';
import { type Hub, ask, jsonOf } from './hub';
import type { HubReference } from './reference';

/** A file of a model, and how to know it. */
export interface HubFile {
  /** Relative to the reference's folder. */
  readonly path: string;
  /** Path in the repository. */
  readonly source: string;
  readonly bytes: number;
  /** Large files are named by the SHA-256 of their bytes, small ones by Git's SHA-1 of `blob SIZE\0` and their bytes. */
  readonly hash: { readonly kind: 'sha256' | 'git'; readonly hex: string };
}

export interface HubListing {
  readonly reference: HubReference;
  /** The commit that the revision was when it was listed, so that all files are of one state; the revision where the hub does not say. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

const MAX_PAGES = 50;

const entry = z.looseObject({
  type: z.string(),
  path: z.string(),
  oid: z.string().regex(/^[0-9a-f]{40,64}$/),
  size: z.int().min(0),
  lfs: z.looseObject({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) }).optional(),
});
type Entry = z.infer<typeof entry>;

/** List the files of a model. @throws HubMissingError, HubGatedError, HubTokenError, HubOfflineError, HubAnswerError, CancelledError */
export async function listFiles(hub: Hub, reference: HubReference, signal?: AbortSignal): Promise<HubListing> {
  const { repository, revision, folder } = reference;
  const path = folder === '' ? '' : `/${encodePath(folder)}`;
  let address: string | null = `${hub.origin}/api/models/${repository}/tree/${encodeURIComponent(revision)}${path}?recursive=true`;
  let commit = revision;
  const entries: Entry[] = [];
  for (let page = 0; address !== null; page++) {
    if (page === MAX_PAGES) throw new HubAnswerError('The list of files does not end.', repository);
    const response: Response = await ask(hub, address, {}, signal);
    const stated = response.headers.get('X-Repo-Commit');
    if (stated !== null && /^[0-9a-f]{40}$/.test(stated)) commit = stated;
    entries.push(...(await jsonOf(response, z.array(entry), repository)));
    address = nextPage(hub, response.headers.get('Link'));
  }
  return { reference, commit, files: entries.filter(({ type }) => type === 'file').map((each) => fileOf(each, folder)) };
}

function fileOf({ path, oid, size, lfs }: Entry, folder: string): HubFile {
  const relative = folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
  const hash = lfs === undefined ? ({ kind: 'git', hex: oid } as const) : ({ kind: 'sha256', hex: lfs.oid } as const);
  return { path: relative, source: path, bytes: lfs?.size ?? size, hash };
}

/** The next page, which is at the same host: a list cannot send the token elsewhere. */
function nextPage(hub: Hub, link: string | null): string | null {
  const address = /<([^>]+)>\s*;\s*rel="?next"?/.exec(link ?? '')?.[1];
  if (address === undefined) return null;
  if (!address.startsWith(`${hub.origin}/`)) throw new HubAnswerError('The list of files goes on at another host.', address.slice(0, 100));
  return address;
}

/** A path with each of its parts encoded. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
