import { outliveDevice } from '../analysis/outlive';
import { promptsOf } from '../data/prompts';
import { measureInputs } from '../compensate/measure-inputs';
import type { InputDetail } from '../gaprune/methods';
import { recordsOfRun } from '../sample/choose-records';
import type { Device } from '../runtime/device';
import { EngineStateError } from './errors';
import type { FinishedRun } from './finished-run';
import type { DeviceChoice } from './types';

/** Measures the inputs of products for a finished analysis, for the methods that go by them. */
export class InputMeter {
  private measuring = new AbortController();

  constructor(private readonly openDevice: (choice: DeviceChoice) => Promise<Device>) {}

  /** @throws EngineStateError without the sets of the analysis, CancelledError */
  async measure(
    run: FinishedRun,
    detail: Exclude<InputDetail, 'none'>,
    choice: DeviceChoice,
    onProgress: (share: number) => void,
  ): Promise<void> {
    this.cancel();
    const { signal } = this.measuring;
    if (run.general === null || run.domain === null) {
      throw new EngineStateError('Inputs are measured on both data sets of the analysis. Open them.');
    }
    const { settings } = run.manifest;
    const { maxSamples, maxLength } = settings;
    const sets = recordsOfRun(run.general.set, run.domain.set, run.manifest);
    const texts = { ...sets, maxSamples, maxLength, prompts: promptsOf(settings) };
    const source = { model: run.model, tokenizer: run.tokenizer, texts };
    const measured = await outliveDevice(this.openDevice, choice, (device) =>
      measureInputs(device, source, detail, { signal, onProgress }),
    );
    run.pruner.useInputs(measured.result);
  }

  cancel(): void {
    this.measuring.abort();
    this.measuring = new AbortController();
  }
}
