import type { HubVariant } from '../../core/hub/variants';

/** A model of the Hugging Face hub. */
export const hub = {
  open: 'From the hub',
  title: 'Model from the hub',
  lead: 'Looks for a model on huggingface.co and downloads it into this browser. Your data stay here: only the name, and the token if you give one, are sent.',
  reference: 'Model',
  referenceHelp: 'As owner/name, or the address of its page. A revision or folder can be added: owner/name/folder@revision.',
  referenceExample: 'sentence-transformers/all-MiniLM-L6-v2',
  token: 'Token (for private or gated models)',
  tokenHelp: 'Sent to the hub with this request. It is kept in no file and forgotten with the page.',
  look: 'Look for it',
  looking: 'Asking the hub',
  variant: 'ONNX file',
  variantOf: (path: string, precision: string, size: string) => `${path} (${precision}, ${size})`,
  precisions: { float32: 'float32', float16: 'float16', bfloat16: 'bfloat16' } satisfies Readonly<Record<HubVariant['precision'], string>>,
  commit: (commit: string) => `At commit ${commit.slice(0, 12)}`,
  download: 'Download and open',
  downloading: (name: string) => `Downloading ${name}`,
  reached: (there: string, total: string) => `${there} of ${total}`,
  cancel: 'Cancel',
  close: 'Close',
  problem: 'The hub gave no model',
  kept: (size: string) => `Downloaded models take ${size} of this browser's storage.`,
  remove: 'Remove them',
} as const;
