import { InvalidHubReferenceError } from './errors';

/** A model of the hub: `owner/name` or an old model's bare name, at a branch, tag or commit, in a folder of it. */
export interface HubReference {
  readonly repository: string;
  readonly revision: string;
  /** Without a slash at either end; empty for the whole repository. */
  readonly folder: string;
}

const NAME = /^[\w][\w.-]{0,95}$/;
const PATH_PART = /^[^\\:%?#\0]+$/;
const ADDRESS = /^https:\/\/huggingface\.co\//;

/**
 * Read `owner/name`, `owner/name@revision`, `owner/name/folder`, or a model's address on the hub as the browser shows it.
 * @throws InvalidHubReferenceError
 */
export function parseReference(text: string): HubReference {
  const bare = text
    .trim()
    .replace(ADDRESS, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const [path = '', revision = 'main'] = bare.split('@');
  const [owner = '', name = '', ...rest] = path.split('/');
  const isAddress = rest[0] === 'tree' || rest[0] === 'blob';
  const reference = {
    repository: name === '' ? owner : `${owner}/${name}`,
    revision: isAddress ? (rest[1] ?? 'main') : revision,
    folder: (isAddress ? rest.slice(2) : rest).join('/'),
  };
  const parts = [...reference.revision.split('/'), ...(reference.folder === '' ? [] : reference.folder.split('/'))];
  const isSound =
    [owner, ...(name === '' ? [] : [name])].every((part) => NAME.test(part)) &&
    parts.every((part) => PATH_PART.test(part) && !/^\.+$/.test(part));
  if (!isSound) throw new InvalidHubReferenceError('This names no model: write it as owner/name.', text.slice(0, 100));
  return reference;
}
