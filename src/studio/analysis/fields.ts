import type { AnalysisPhase, AnalysisProgress, DeviceChoice } from '../../core/engine/types';
import type { AnalysisSettings } from '../../core/gaprune/settings';
import type { Options } from '../ui/choice-setting';

interface NumberFieldMeta {
  readonly label: string;
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

type NumberKey = 'maxLength' | 'batchSize' | 'maxSamples' | 'scale';

/** The settings of an analysis as fields; bounds are those of the schema. */
export const numberFields: Readonly<Record<NumberKey & keyof AnalysisSettings, NumberFieldMeta>> = {
  maxLength: { label: 'Max length', help: 'Tokens a text is cut at. Shorter is faster.', min: 4, max: 32_768, step: 1 },
  batchSize: { label: 'Batch size', help: 'Records in one alignment step; Fisher steps take up to 8.', min: 2, max: 64, step: 1 },
  maxSamples: { label: 'Max samples', help: 'At most this many records of each set.', min: 1, max: 1_000_000, step: 1 },
  scale: { label: 'Loss scale', help: 'Factor of the cosine in the InfoNCE loss. 20 is the usual one.', min: 1, max: 40, step: 1 },
};

export const devices: Options<DeviceChoice> = {
  auto: { label: 'Automatic', help: 'WebGPU where there is an adapter, else the processor.' },
  webgpu: { label: 'WebGPU', help: 'The graphics card. An error says so when there is none.' },
  wasm: { label: 'Processor (wasm)', help: 'Slower, runs everywhere.' },
};

/** The phases in the order they run. */
export const phases: Readonly<Record<AnalysisPhase, string>> = {
  prepare: 'Prepare',
  'fisher-general': 'Fisher, general set',
  'fisher-domain': 'Fisher, domain set',
  alignment: 'Gradient alignment',
  finish: 'Finish',
};

export const shareDone = ({ done, total }: AnalysisProgress): number => (total > 0 ? Math.min(1, done / total) : 0);
