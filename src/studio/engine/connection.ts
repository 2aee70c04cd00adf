import { type Remote, wrap } from 'comlink';
import { installErrorTransfer, ReportedError } from '../../../workers/error-transfer';
import type { StudioEngine } from '../../core/engine/types';
import { openCalls } from './open-calls';

export const WORKER_STOPPED = 'WORKER_STOPPED';

/** One worker, and the engine in it. */
export interface Connection {
  readonly ask: <T>(call: (remote: Remote<StudioEngine>) => Promise<T>) => Promise<T>;
  /** End the worker; every open call fails with this reason. */
  readonly end: (reason: string) => void;
}

/** Starts a worker. One that dies fails every open call. */
export function connect(onEnd: () => void): Connection {
  installErrorTransfer();
  const worker = new Worker(new URL('../../../workers/engine.worker.ts', import.meta.url), { type: 'module', name: 'engine' });
  const remote = wrap<StudioEngine>(worker);
  const { guarded, fail } = openCalls();
  const end = (reason: string): void => {
    worker.terminate();
    onEnd();
    fail(new ReportedError({ code: WORKER_STOPPED, message: `The worker stopped: ${reason}. A new one takes its place; try again.` }));
  };
  worker.addEventListener('error', ({ message }) => end(message === '' ? 'its script could not be loaded' : message));
  return { ask: (call) => guarded(call(remote)), end };
}
