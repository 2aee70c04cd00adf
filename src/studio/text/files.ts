/** Dropping files, and what they were taken for. */
export const files = {
  hover: 'Drop a model folder, a general set or a domain set',
  whichSet: 'Which set is',
  notUsed: 'Not used:',
  usable: 'A model is an ONNX file with its JSON files; data sets are JSON or JSON Lines files.',
  builtInFailed: (name: string, status: number) => `The built-in file ${name} could not be loaded (HTTP ${status}).`,
} as const;
