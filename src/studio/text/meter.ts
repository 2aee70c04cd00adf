/** The bar at the foot of every place. */
export const meter = {
  label: 'Plan',
  of: 'of',
  becomeZero: 'weights become zero',
  ofModel: (share: string) => `${share} of the model`,
  noModel: 'No model is open.',
  noPlan: (model: string) => `${model}: nothing is planned yet.`,
  onDisk: 'on disk',
  compressed: 'compressed',
  details: 'Sizes',
  measuring: 'measuring',
  table: {
    label: 'Sizes of the model',
    state: 'Model',
    dense: 'On disk',
    compressed: 'Compressed download',
    share: 'Of the original',
    rows: {
      original: { label: 'As it is', note: 'measured' },
      pruned: { label: 'With these zeros', note: 'measured: zeros stay in the file, and compress' },
      structural: {
        label: 'Structural, hypothetical',
        note: 'computed: as many weights gone as whole rows and heads; not what is exported',
      },
    },
  },
  honest: {
    claim: 'Zeros alone make nothing faster.',
    detail:
      'The file on disk stays as large as it was, and ONNX Runtime multiplies with every zero. What shrinks is the compressed download. ' +
      'A sparse format would cost more than it saves below two thirds zeros. A model that is smaller and faster in use has to lose whole ' +
      'rows, heads or layers.',
  },
} as const;
