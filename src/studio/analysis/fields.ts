import type { AnalysisProgress } from '../../core/engine/types';
import type { AnalysisSettings } from '../../core/gaprune/settings';
import { text } from '../text';

interface NumberFieldMeta {
  readonly label: string;
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

type NumberKey = 'maxLength' | 'batchSize' | 'maxSamples' | 'scale';

const { fields } = text.analysis;

/** The settings of an analysis as fields; bounds are those of the schema. */
export const numberFields: Readonly<Record<NumberKey & keyof AnalysisSettings, NumberFieldMeta>> = {
  maxLength: { ...fields.maxLength, min: 4, max: 32_768, step: 1 },
  batchSize: { ...fields.batchSize, min: 2, max: 64, step: 1 },
  maxSamples: { ...fields.maxSamples, min: 1, max: 1_000_000, step: 1 },
  scale: { ...fields.scale, min: 1, max: 40, step: 1 },
};

export const shareDone = ({ done, total }: AnalysisProgress): number => (total > 0 ? Math.min(1, done / total) : 0);
