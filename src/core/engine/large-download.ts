import { PrivateFiles } from '../private-files/private-files';

const files = new PrivateFiles('downloads');
/** Its file is this worker's, and is kept while the worker lives. */
let own: string | null = null;

/**
 * A stream as a file of the browser's private file system: Blobs of so many bytes would be in the browser's memory. The one before it, and those
 * of pages that are closed, are removed.
 * @throws BrowserStorageError without a private file system, or without room in it
 */
export async function asPrivateFile(content: ReadableStream<Uint8Array>): Promise<Blob> {
  const name = (own ??= await lockedName());
  for (const other of await files.list([])) {
    await navigator.locks.request(lockOf(other), { ifAvailable: true }, (lock) => (lock === null ? undefined : files.remove([other])));
  }
  await files.write([name], content);
  return files.read([name]);
}

const lockOf = (name: string): string => `gaprune-download-${name}`;

/** A name that no other worker takes for one whose page is closed. */
function lockedName(): Promise<string> {
  const name = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(lockOf(name), () => {
      resolve(name);
      return new Promise<never>(() => undefined);
    });
    held.catch(reject);
  });
}
