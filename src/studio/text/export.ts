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
  ofOtherSettings: 'This is the last export. Settings have changed since.',
  facts: {
    planned: 'Zeros planned',
    inFile: 'Zeros in the file',
    masked: 'Weights chosen from',
    difference: 'Largest embedding difference',
    download: 'Download',
  },
  notCompared: 'not compared: the model is too large to be run twice',
  hashes: 'SHA-256 of the files',
  precision: 'Precision',
  packaging: 'What is downloaded',
  extras: 'Beside the model',
  command: 'The same on the command line',
  commandHelp: 'File names are the ones given here; put your own paths in their place. The analysis is repeated first, then the pruning.',
  copy: 'Copy as command',
  copied: 'Copied.',
  notCopied: 'The browser did not allow copying: select the text instead.',
  honest: {
    claim: 'Zeros alone make nothing faster.',
    detail:
      'The file keeps its size and ONNX Runtime computes with every zero. What gets smaller is the compressed download: to about ' +
      '55–60 % where half of all weights are zero, less where only some are chosen. A smaller and faster model needs whole rows or heads removed.',
  },
} as const;
