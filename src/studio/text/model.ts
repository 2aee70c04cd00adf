import type { ModelSummary, OperatorSummary } from '../../core/engine/types';

/** The model panel. */
export const model = {
  title: 'Model',
  chooseFolder: 'Choose folder',
  chooseFiles: 'Choose files',
  builtIn: 'Built-in model',
  drop: 'Model: drop a folder or its files',
  hint: 'Drop a model folder or its zip: ONNX file, config.json, tokenizer.json',
  notOpened: 'The model could not be opened',
  opening: 'Opening the model',
  facts: {
    architecture: 'Architecture',
    layers: 'Layers',
    heads: 'Heads',
    parameters: 'Parameters',
    prunable: 'Prunable',
    pooling: 'Pooling',
    precision: 'Precision',
    opset: 'Opset',
    size: 'Size',
    positions: 'Positions',
    maxSequence: 'Texts are cut at',
    hash: 'SHA-256 of the ONNX file',
  },
  notSaid: 'not said',
  heads: (heads: number, size: number) => `${heads} × ${size}`,
  groupedHeads: (heads: number, keyValueHeads: number, size: number) => `${heads} × ${size}, ${keyValueHeads} for keys`,
  poolings: {
    cls: 'First token',
    max: 'Largest',
    mean: 'Mean',
    mean_sqrt_len_tokens: 'Sum over √length',
    weightedmean: 'Mean, weighted by position',
    lasttoken: 'Last token',
  } satisfies Readonly<Record<ModelSummary['pooling'][number], string>>,
  whole: 'Queries, keys and values stay in one matrix',
  composition: 'Where the parameters lie',
  rest: 'Norms, biases, other',
  good: 'Can be analysed.',
  bad: 'Cannot be analysed.',
  advice:
    'Take the plain float32 or float16 file of the same model, without quantisation, or export it again: optimum-cli export onnx --model NAME --task feature-extraction FOLDER. The operators below say which ones are in the way.',
  tokenizer: {
    missing: 'The ONNX file came alone.',
    needed:
      'An analysis turns texts into tokens: give the tokenizer.json of the same model, and config.json, tokenizer_config.json and 1_Pooling/config.json where it has them. The ONNX file stays open.',
    add: 'Add tokenizer files',
  },
  operators: {
    title: (count: number) => `Operators (${count})`,
    label: 'Operators of the model',
    columns: { operator: 'Operator', nodes: 'Nodes', gradient: 'Gradient', why: 'Why' },
    states: { differentiable: 'Differentiable', constant: 'Constant', unsupported: 'Unsupported' } satisfies Readonly<
      Record<OperatorSummary['state'], string>
    >,
  },
} as const;
