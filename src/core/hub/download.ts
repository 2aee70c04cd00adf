import { createSHA1 } from 'hash-wasm';
import { throwIfCancelled } from '../errors';
import { digestOf, sha256Of } from '../export/sha256';
import { HubAnswerError, HubDamagedError, HubOfflineError } from './errors';
import { type Hub, ask } from './hub';
import { type HubFile, type HubListing, encodePath } from './list';
import type { PartStore } from './part-store';

/** Bytes that are held before they are kept. */
const PIECE = 2 ** 23;
/** Tries in a row that bring nothing. */
const TRIES = 3;

/**
 * Fetch a file of a model. What has arrived is kept, so that a cut connection, a cancel or a reload costs no byte twice; a file that is there
 * whole is not asked for. The bytes have to be those that the hub lists, by length and hash.
 *
 * @param onBytes told of the bytes that are there, from 0 to the file's
 * @throws HubOfflineError, HubDamagedError, CancelledError, and what {@link ask} throws
 */
export async function downloadFile(
  hub: Hub,
  { reference, commit }: Pick<HubListing, 'reference' | 'commit'>,
  file: HubFile,
  store: PartStore,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Blob> {
  const name = `${file.hash.kind}-${file.hash.hex}`;
  const address = `${hub.origin}/${reference.repository}/resolve/${encodeURIComponent(commit)}/${encodePath(file.source)}`;
  if ((await store.size(name)) > file.bytes) await store.remove(name);
  let idle = 0;
  for (let there = await store.size(name); there < file.bytes;) {
    onBytes(there);
    const reached = await fetchFrom(there);
    idle = reached > there ? 0 : idle + 1;
    there = reached;
    if (idle === TRIES)
      throw new HubOfflineError('The connection to the hub was cut. What has arrived is kept: try again to go on.', file.path);
  }
  const content = await store.read(name);
  if ((await hashOf(content, file, signal)) !== file.hash.hex) {
    await store.remove(name);
    throw new HubDamagedError('The file is not the one that the hub lists. It was thrown away: try again.', file.path);
  }
  onBytes(file.bytes);
  return content;

  /** Add what one request brings; how many bytes are there then. */
  async function fetchFrom(start: number): Promise<number> {
    const response = await ask(hub, address, start === 0 ? {} : { Range: `bytes=${start}-` }, signal);
    let skip = await bytesToSkip(response, start, file.path);
    let reached = start;
    let held: Uint8Array<ArrayBuffer>[] = [];
    let heldBytes = 0;
    const keep = async (): Promise<void> => {
      if (heldBytes === 0) return;
      await store.append(name, new Blob(held));
      [reached, held, heldBytes] = [reached + heldBytes, [], 0];
    };
    const reader = (response.body ?? new Blob().stream()).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const fresh = value.subarray(Math.min(skip, value.length));
        skip -= value.length - fresh.length;
        const wanted = fresh.subarray(0, file.bytes - reached - heldBytes);
        held.push(wanted);
        heldBytes += wanted.length;
        onBytes(reached + heldBytes);
        if (wanted.length < fresh.length) break;
        if (heldBytes >= PIECE) await keep();
      }
    } catch (error) {
      // A connection that is cut is asked again from where it ended.
      await keep();
      throwIfCancelled(signal);
      if (!isCut(error)) throw error;
    } finally {
      await reader.cancel().catch(() => undefined);
    }
    await keep();
    return reached;
  }
}

/** Bytes at the start of an answer that are there already: none where the hub begins where it was asked to. */
async function bytesToSkip({ status, headers, body }: Response, start: number, place: string): Promise<number> {
  if (status === 200) return start;
  const begins = /^bytes (\d+)-/.exec(headers.get('Content-Range') ?? '')?.[1];
  if (status === 206 && Number(begins) === start) return 0;
  await body?.cancel();
  throw new HubAnswerError('The hub answers with another part of the file than was asked for.', place);
}

/** `fetch` fails with a TypeError when the connection does. */
function isCut(error: unknown): boolean {
  return error instanceof TypeError;
}

/** The hash that the hub lists for such a file. @throws CancelledError */
async function hashOf(content: Blob, { hash: { kind }, bytes }: HubFile, signal?: AbortSignal): Promise<string> {
  if (kind === 'sha256') return sha256Of(content, signal);
  return digestOf((await createSHA1()).init().update(`blob ${bytes}\0`), content, signal);
}
