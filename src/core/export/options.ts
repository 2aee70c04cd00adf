import { z } from 'zod';
import { PRECISIONS, type Precision } from './precision';

const precisions = Object.keys(PRECISIONS) as [Precision, ...Precision[]];

/** What of a pruned model is handed out. */
export const PACKAGINGS = {
  folder: { label: 'Model folder', help: 'A zip laid out as on the Hugging Face hub: ONNX, tokenizer, configuration.' },
  onnx: { label: 'ONNX alone', help: 'The ONNX file, with its data file if it has one.' },
} as const satisfies Record<string, { label: string; help: string }>;
type Packaging = keyof typeof PACKAGINGS;

/** What lies beside the model, on demand. */
export const EXTRAS = {
  card: { label: 'Model card', help: 'README.md with settings, figures, a map of what went, and the commands that repeat it.' },
  reports: {
    label: 'Reports',
    help: 'unstructured_prune_stats.json and evaluation_config.json, with the reference program’s field names.',
  },
  masks: { label: 'Masks', help: 'mask.safetensors: for every pruned matrix one byte per weight, 1 = pruned, in PyTorch layout.' },
  statistics: { label: 'Run', help: 'run.json and statistics.safetensors: 20 bytes per weight, all that another pruning needs.' },
} as const satisfies Record<string, { label: string; help: string }>;
export type Extra = keyof typeof EXTRAS;

export const exportOptions = z.object({
  precision: z.enum(precisions).default('input'),
  packaging: z.enum(Object.keys(PACKAGINGS) as [Packaging, ...Packaging[]]).default('folder'),
  card: z.boolean().default(true),
  reports: z.boolean().default(true),
  masks: z.boolean().default(false),
  statistics: z.boolean().default(false),
});
export type ExportOptions = z.infer<typeof exportOptions>;
