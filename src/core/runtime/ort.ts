import type * as Ort from 'onnxruntime-web';

/** The parts of the onnxruntime-web module that are used; the module itself is chosen by the entry point (browser or Node). */
export type OrtModule = Pick<typeof Ort, 'InferenceSession' | 'Tensor' | 'env'>;

/**
 * onnxruntime-web with its one rule: never two runs at a time, over all sessions. Two concurrent runs on one session hang the
 * thread for ever, two on different sessions end the asyncify build.
 */
export class OrtRuntime {
  private last: Promise<unknown> = Promise.resolve();

  constructor(readonly ort: OrtModule) {}

  /** Run `work` once everything asked for before it is done. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.last.then(work, work);
    this.last = result.catch(() => undefined);
    return result;
  }
}
