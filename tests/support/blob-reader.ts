import type { ErrorReport } from '../../src/core/errors';

/** A model's files and masks for a worker, which reads them by ranges: only workers can wait for a file. */
export interface ToRead {
  readonly name: string;
  readonly files: ReadonlyMap<string, Blob>;
  readonly masks: ReadonlyMap<string, Uint8Array>;
}

export interface ReadByRanges {
  readonly parameters: readonly string[];
  readonly zeros: number;
  /** SHA-256 of the pruned folder's files. */
  readonly hashes: ReadonlyMap<string, string>;
}

export async function readInWorker(question: ToRead): Promise<ReadByRanges | { readonly error: ErrorReport }> {
  const worker = new Worker(new URL('./blob-reader.worker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ReadByRanges | { error: ErrorReport }>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(question);
    });
  } finally {
    worker.terminate();
  }
}
