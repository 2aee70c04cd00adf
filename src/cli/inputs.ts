import { InvalidSettingsError } from '../core/analysis/errors';
import type { CalibrationTexts } from '../core/compensate/inputs';
import { measureInputs } from '../core/compensate/measure-inputs';
import { promptsOf } from '../core/data/prompts';
import { type InputDetail, METHODS, type MethodName, inputsOf } from '../core/gaprune/methods';
import type { Device } from '../core/runtime/device';
import { type DataOptions, readAnalysed } from './data-options';
import type { OpenRun } from './open-run';
import { shareBar } from './progress';

interface Sets extends DataOptions {
  readonly general?: string;
  readonly domain?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Measure what some methods take of the inputs of products, where one of them does. @throws InvalidSettingsError without the data sets */
export async function provideInputs(
  device: Device,
  opened: OpenRun,
  methods: readonly MethodName[],
  update: boolean,
  sets: Sets,
): Promise<void> {
  const details = [...methods.map(inputsOf), ...(update ? (['covariances'] as const) : [])];
  const detail: InputDetail = details.includes('covariances') ? 'covariances' : details.includes('norms') ? 'norms' : 'none';
  if (detail === 'none') return;
  const wanted = methods.find((method) => inputsOf(method) !== 'none');
  const who = wanted === undefined ? 'The weight update' : METHODS[wanted].label;
  const texts = await calibrationTexts(opened, sets, `${who} goes by the inputs of every product, which a run does not hold`);
  const onProgress = shareBar('Measuring the inputs of every product', sets);
  opened.pruner.useInputs(await measureInputs(device, { ...opened, texts }, detail, { onProgress }));
}

/** Both sets of an analysis, as far as it used them. @throws InvalidSettingsError when one is not given */
async function calibrationTexts({ manifest }: OpenRun, { general, domain, ...options }: Sets, reason: string): Promise<CalibrationTexts> {
  if (general === undefined || domain === undefined) throw new InvalidSettingsError(`${reason}: give --general and --domain.`);
  const { maxSamples, maxLength } = manifest.settings;
  return { ...(await readAnalysed(general, domain, options, manifest)), maxSamples, maxLength, prompts: promptsOf(manifest.settings) };
}
