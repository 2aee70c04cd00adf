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
 * Read `owner/name`, `owner/name@revision`, `owner/name/folder`, both as `owner/name@revision/folder` or `owner/name/folder@revision`, or a model's
 * address on the hub as the browser shows it. A slash in a revision is written `%2F` unless a folder stands before it; `refs/pr/1` is known.
 * @throws InvalidHubReferenceError
 */
export function parseReference(text: string): HubReference {
  const bare = text
    .trim()
    .replace(ADDRESS, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const [path = '', after = 'main'] = bare.split('@');
  const [owner = '', name = '', ...rest] = path.split('/');
  const isAddress = rest[0] === 'tree' || rest[0] === 'blob';
  const [revision, inner] = rest.length > 0 ? [after, []] : splitRevision(after);
  const reference = {
    repository: name === '' ? owner : `${owner}/${name}`,
    revision: (isAddress ? (rest[1] ?? 'main') : revision).replaceAll(/%2f/gi, '/'),
    folder: (isAddress ? rest.slice(2) : [...rest, ...inner]).join('/'),
  };
  const parts = [...reference.revision.split('/'), ...(reference.folder === '' ? [] : reference.folder.split('/'))];
  const isSound =
    [owner, ...(name === '' ? [] : [name])].every((part) => NAME.test(part)) &&
    parts.every((part) => PATH_PART.test(part) && !/^\.+$/.test(part));
  if (!isSound) throw new InvalidHubReferenceError('This names no model: write it as owner/name.', text.slice(0, 100));
  return reference;
}

/** What stands after `@`: a revision, and a folder after it. */
function splitRevision(text: string): readonly [revision: string, folder: readonly string[]] {
  const parts = text.split('/');
  const length = parts[0] === 'refs' ? 3 : 1;
  return [parts.slice(0, length).join('/'), parts.slice(length)];
}
