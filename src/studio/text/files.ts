import type { FileRole, Reason } from '../files/classify';
import type { TakenState } from '../stores/drop-store';

/** Dropping files, and what they were taken for. */
export const files = {
  hover: 'Drop a model folder, a general set, a domain set or a run',
  builtInFailed: (name: string, status: number) => `The built-in file ${name} could not be loaded (HTTP ${status}).`,
  summary: 'Dropped files',
  takenAs: (name: string) => `${name} is`,
  more: (first: string, others: number) => `${first} and ${others} more`,
  choose: 'Choose …',
  roles: { model: 'Model', general: 'General set', domain: 'Domain set', run: 'Run' } satisfies Readonly<Record<FileRole, string>>,
  reasons: {
    onnx: 'ONNX files and what lies beside them.',
    'model-archive': 'An archive with an ONNX file.',
    'model-file': 'A tokenizer or configuration file. It belongs to an ONNX file: given with it, or after it where that has no tokenizer.',
    'beside-model': 'It lies in the folder of an ONNX file.',
    'run-file': 'Statistics of an analysis, as the studio and the command line save them.',
    statistics: 'Statistics that another program measured on the model that is open.',
    'named-set': 'Records; which set they are is taken from the name.',
    'unnamed-set': 'Records; the name does not say of which set.',
    'no-records': 'JSON without a query, positive or negative.',
    table: 'Spreadsheets and Arrow files are not read. Save the records as CSV, Parquet or JSON Lines.',
    checkpoint: 'Weights without a graph. Export the model to ONNX.',
    unknown: 'Neither a model nor JSON nor JSON Lines.',
  } satisfies Readonly<Record<Reason, string>>,
  states: { waiting: '', opening: 'Opening …', opened: 'Opened', failed: 'Not opened' } satisfies Readonly<Record<TakenState, string>>,
  notUsed: 'Not used',
} as const;
