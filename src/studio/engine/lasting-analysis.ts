import { proxy } from 'comlink';
import { ReportedError } from '../../../workers/error-transfer';
import type { StudioEngine } from '../../core/engine/types';
import { throwIfCancelled } from '../../core/errors';
import { WORKER_STOPPED } from './connection';
import type { LastingWorker } from './lasting-worker';
import { StepWatch } from './step-watch';

/** Workers that one analysis may use up; one that stops the third as well has a reason of its own. */
const RENEWALS = 2;

/** An analysis that outlives its worker: one that dies or hangs is replaced, and the analysis begins again in the new one. */
export class LastingAnalysis {
  private watch: StepWatch | null = null;
  private current = new AbortController();

  constructor(private readonly worker: LastingWorker) {}

  run: StudioEngine['analyze'] = async (settings, device, onProgress, onIncident) => {
    const { signal } = (this.current = new AbortController());
    for (let renewals = 0; ; renewals++) {
      // Where the machine is so busy that a worker only seemed to hang, the next one is given more time.
      const watch = (this.watch = new StepWatch(() => void this.worker.end('it did not answer any more'), 2 ** renewals));
      try {
        return await this.worker.ask((remote) =>
          remote.analyze(
            settings,
            device,
            proxy((progress) => {
              watch.report(progress);
              onProgress(progress);
            }),
            proxy(onIncident),
            proxy((isUnderWay: boolean) => watch.setLongWork(isUnderWay)),
          ),
        );
      } catch (error) {
        if (!hasStopped(error)) throw error;
        throwIfCancelled(signal);
        if (renewals === RENEWALS) throw error;
        onIncident('worker-renewed');
      } finally {
        watch.stop();
      }
    }
  };

  /** A worker that hangs is ended by the watch; that is a cancel as well. */
  async cancel(): Promise<void> {
    this.current.abort();
    await this.worker
      .ask((remote) => remote.cancel())
      .catch((error: unknown) => {
        if (!hasStopped(error)) throw error;
      });
  }

  setPaused(paused: boolean): Promise<void> {
    this.watch?.setPaused(paused);
    return this.worker.ask((remote) => remote.setPaused(paused));
  }
}

const hasStopped = (error: unknown): boolean => error instanceof ReportedError && error.report.code === WORKER_STOPPED;
