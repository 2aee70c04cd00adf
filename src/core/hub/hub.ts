import type { z } from 'zod';
import { throwIfCancelled } from '../errors';
import { HubAnswerError, HubGatedError, HubMissingError, HubOfflineError, HubTokenError } from './errors';

/** A hub that can be asked: huggingface.co, or a server that behaves as it does. */
export interface Hub {
  /** Scheme and host, without a slash at the end. */
  readonly origin: string;
  readonly fetch: typeof fetch;
  /** Sent to the hub alone, never kept; null for what everybody may see. */
  readonly token: string | null;
}

export const HUB_ORIGIN = 'https://huggingface.co';

/**
 * Ask the hub for something.
 * @throws HubMissingError, HubGatedError, HubTokenError, HubOfflineError, HubAnswerError, CancelledError
 */
export async function ask(hub: Hub, address: string, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Response> {
  throwIfCancelled(signal);
  const authorization: Record<string, string> = hub.token === null ? {} : { Authorization: `Bearer ${hub.token}` };
  const response = await hub
    .fetch(address, {
      headers: { ...headers, ...authorization },
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(signal && { signal }),
    })
    .catch((cause: unknown) => {
      throwIfCancelled(signal);
      throw new HubOfflineError('The hub cannot be reached. Is there a connection to the network?', hub.origin, { cause });
    });
  if (response.ok) return response;
  await response.body?.cancel();
  throw refusal(hub, response, address);
}

/** The hub answers a request for what it does not show with 401, as if it were private, and says more in `X-Error-Code`. */
function refusal(hub: Hub, { status, headers }: Response, address: string): Error {
  const reason = headers.get('X-Error-Code');
  const place = decodeURI(address.slice(hub.origin.length));
  if (reason === 'GatedRepo') {
    const how = hub.token === null ? 'and give a token of yours' : 'with the account of this token';
    return new HubGatedError(`The owner of this model wants to be asked first: accept the terms on its page, ${how}.`, place);
  }
  if (status === 401 && hub.token === null) {
    return new HubMissingError('There is no such model, or it is private: check the name, or give a token.', place);
  }
  if (status === 401) return new HubTokenError('The hub does not accept this token.', place);
  if (status === 403) return new HubTokenError('This token does not reach so far.', place);
  if (status === 404) return new HubMissingError(MISSING.get(reason ?? '') ?? 'The hub has nothing there.', place);
  if (status === 429) return new HubAnswerError('The hub is asked too often now. Try again in some minutes.', place);
  return new HubAnswerError(`The hub answers with HTTP status ${status}.`, place);
}

const MISSING: ReadonlyMap<string, string> = new Map([
  ['RepoNotFound', 'There is no such model.'],
  ['RevisionNotFound', 'The model has no such revision.'],
  ['EntryNotFound', 'The model has no such file or folder.'],
]);

/** Far more than a list of files has. */
const MAX_LIST_BYTES = 2 ** 24;

/** Read a short JSON answer by a schema. @throws HubAnswerError, HubOfflineError */
export async function jsonOf<T>(response: Response, schema: z.ZodType<T>, place: string): Promise<T> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (const reader = (response.body ?? new Blob().stream()).getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > MAX_LIST_BYTES) {
        await reader.cancel();
        break;
      }
      parts.push(value);
    }
  } catch (cause) {
    throw new HubOfflineError('The connection to the hub was cut.', place, { cause });
  }
  if (size > MAX_LIST_BYTES) throw new HubAnswerError('The list of files is too long.', place);
  try {
    return schema.parse(JSON.parse(await new Blob(parts).text()));
  } catch (cause) {
    throw new HubAnswerError('The hub answers with something that is no list of files.', place, { cause });
  }
}
