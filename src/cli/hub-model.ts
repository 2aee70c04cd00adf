import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { downloadVariant } from '../core/hub/download-variant';
import { HubMissingError, InvalidHubReferenceError } from '../core/hub/errors';
import { HUB_ORIGIN, type Hub } from '../core/hub/hub';
import { listFiles } from '../core/hub/list';
import { parseReference } from '../core/hub/reference';
import { variantsOf } from '../core/hub/variants';
import { FolderParts } from './folder-parts';
import { shareBar } from './progress';

/** How a model of the hub is written where a folder may stand. */
const SCHEME = 'hub:';
export const isHubModel = (path: string): boolean => path.startsWith(SCHEME);

export interface HubModel {
  readonly name: string;
  /** The folder that keeps what was fetched. */
  readonly root: string;
  readonly files: ReadonlyMap<string, Blob>;
}

/**
 * Fetch a model of the hub, `hub:owner/name`, at a revision and in a folder of it, or one of its ONNX files; without one, the float32 file. What has arrived
 * is kept in the cache folder. The token comes from the environment, is sent to the hub and written nowhere.
 *
 * @throws InvalidHubReferenceError, HubMissingError, HubGatedError, HubTokenError, HubOfflineError, HubAnswerError, HubDamagedError,
 *   HubStorageError
 */
export async function fetchHubModel(path: string, output: { readonly quiet?: boolean; readonly json?: boolean }): Promise<HubModel> {
  const given = parseReference(path.slice(SCHEME.length));
  const isFile = given.folder.toLowerCase().endsWith('.onnx');
  const hub = hubOf(process.env);
  const listing = await listFiles(hub, isFile ? { ...given, folder: '' } : given);
  const variants = variantsOf(listing);
  const variant = isFile ? variants.find((each) => each.path === given.folder) : variants[0];
  if (variant === undefined) {
    const paths = variants.map((each) => each.path).join(', ');
    throw new HubMissingError(`The model has no such ONNX file that can be pruned; it has ${paths}.`, given.folder);
  }
  const root = cacheOf(process.env);
  const bar = shareBar(`Downloading ${given.repository}`, output);
  const onBytes = (bytes: number): void => bar(Math.min(0.99, bytes / variant.bytes));
  const fetched = await downloadVariant(hub, listing, variant, new FolderParts(root), onBytes);
  bar(1);
  const [name = ''] = fetched[0]?.name.split('/') ?? [];
  return { name, root, files: new Map(fetched.map((file) => [file.name.slice(name.length + 1), file.content])) };
}

type Environment = Readonly<Partial<Record<string, string>>>;

/** huggingface.co, or the server that `HF_ENDPOINT` names; `HF_TOKEN` is the token. */
function hubOf({ HF_ENDPOINT: endpoint, HF_TOKEN: token }: Environment): Hub {
  const origin = endpoint === undefined || endpoint === '' ? HUB_ORIGIN : endpoint.replace(/\/+$/, '');
  if (!/^https?:\/\//.test(origin))
    throw new InvalidHubReferenceError('HF_ENDPOINT must be an address such as https://huggingface.co.', origin);
  return { origin, fetch, token: token === undefined || token === '' ? null : token };
}

/** `GAPRUNE_CACHE`, or a folder of the user's cache. */
function cacheOf({ GAPRUNE_CACHE: own, XDG_CACHE_HOME: cache }: Environment): string {
  if (own !== undefined && own !== '') return own;
  return join(cache !== undefined && existsSync(cache) ? cache : join(homedir(), '.cache'), 'gaprune', 'hub');
}
