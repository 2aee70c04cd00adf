import { type IHasher, createSHA256 } from 'hash-wasm';
import { type ByteSource, piecesOf } from '../bytes/byte-source';
import { FileReadError } from '../bytes/errors';
import { throwIfCancelled } from '../errors';
import { nextTask } from '../next-task';

/** SHA-256 of a file in hexadecimal, read in pieces so that its size does not matter. @throws CancelledError, FileReadError */
export async function sha256Of(content: Blob, signal?: AbortSignal): Promise<string> {
  return digestOf((await createSHA256()).init(), content, signal);
}

/** What a hash that was begun is after the bytes of a file, in hexadecimal. @throws CancelledError, FileReadError */
export async function digestOf(hash: IHasher, content: Blob, signal?: AbortSignal): Promise<string> {
  const reader = content.stream().getReader();
  try {
    for (;;) {
      throwIfCancelled(signal);
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw FileReadError.ofBlob(content, cause);
      });
      if (done) return hash.digest('hex');
      hash.update(value);
    }
  } finally {
    // What cannot be read cannot be let go of either.
    await reader.cancel().catch(() => undefined);
  }
}

/** The same of a file that is in memory, in parts. */
export async function sha256OfParts(parts: readonly Uint8Array[]): Promise<string> {
  const hash = await createSHA256();
  hash.init();
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** Longest stretch of hashing in which nobody else has a turn. */
const PAUSE_AFTER_MS = 40;

/** The same of a file that is read when it is asked for. */
export async function sha256OfSource(source: ByteSource): Promise<string> {
  const hash = await createSHA256();
  hash.init();
  let paused = performance.now();
  for (const piece of piecesOf(source)) {
    hash.update(piece);
    if (performance.now() - paused < PAUSE_AFTER_MS) continue;
    await nextTask();
    paused = performance.now();
  }
  return hash.digest('hex');
}
