/** The export and its report. */
export const exporting = {
  title: 'Export',
  start: 'Export pruned model',
  again: 'Download again',
  stopped: 'The export stopped',
  starting: 'Starting',
  report: 'Export report',
  agrees: (fileName: string) => `${fileName}: the file was read back and holds exactly the zeros that were planned.`,
  disagrees: (fileName: string) => `${fileName}: the file holds other zeros than planned. Do not use it.`,
  ofOtherPlan: 'These figures are of the last export. The settings have changed since.',
  facts: {
    planned: 'Zeros planned',
    inFile: 'Zeros in the file',
    masked: 'Weights masked',
    difference: 'Largest embedding difference',
    zip: 'Zip',
  },
  sizesLabel: 'Sizes',
  measuring: 'measuring …',
  sizes: {
    dense: { label: 'Dense file', note: 'as it is on disk' },
    compressed: { label: 'Compressed', note: 'the zip after gzip, measured' },
    structural: { label: 'Structural', note: 'if the zeros were whole rows, computed' },
  },
  honest: {
    claim: 'Zeros alone make nothing faster.',
    detail:
      'The file keeps its size and ONNX Runtime computes with every zero. What gets smaller is the compressed download: to about ' +
      '55–60 % where half of all weights are zero, less where only some are chosen. A smaller and faster model needs whole rows or heads removed.',
  },
} as const;
