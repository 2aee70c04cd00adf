/** In what precision a pruned model is written. */
export const PRECISIONS = {
  input: { label: 'As the input', help: 'The file as it was, byte for byte, but for the pruned weights.' },
  float32: { label: 'float32', help: 'Weights and arithmetic in single precision.' },
  float16: {
    label: 'float16',
    help: 'Matrices stored in half precision, arithmetic in single: half the size, no other operators. Very small weights become zero.',
  },
} as const satisfies Record<string, { label: string; help: string }>;

export type Precision = keyof typeof PRECISIONS;

export function isPrecision(name: string): name is Precision {
  return Object.hasOwn(PRECISIONS, name);
}
