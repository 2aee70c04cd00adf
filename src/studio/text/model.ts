import type { ModelSummary, OperatorSummary } from '../../core/engine/types';

/** The model panel. */
export const model = {
  title: 'Model',
  chooseFolder: 'Choose folder',
  chooseFiles: 'Choose files',
  builtIn: 'Built-in model',
  drop: 'Model: drop a folder or its files',
  hint: 'Drop a model folder: ONNX file, config.json, tokenizer.json',
  notOpened: 'The model could not be opened',
  opening: 'Opening the model',
  facts: {
    architecture: 'Architecture',
    layers: 'Layers',
    parameters: 'Parameters',
    prunable: 'Prunable',
    pooling: 'Pooling',
    precision: 'Precision',
    opset: 'Opset',
    size: 'Size',
    positions: 'Positions',
  },
  positionsUnknown: 'not said',
  poolings: { mean: 'Mean', cls: 'First token', last: 'Last token' } satisfies Readonly<Record<ModelSummary['pooling'], string>>,
  composition: 'Where the parameters lie',
  rest: 'Norms, biases, other',
  good: 'Can be analysed.',
  bad: 'Cannot be analysed.',
  operators: {
    title: (count: number) => `Operators (${count})`,
    label: 'Operators of the model',
    columns: { operator: 'Operator', nodes: 'Nodes', gradient: 'Gradient', why: 'Why' },
    states: { differentiable: 'Differentiable', constant: 'Constant', unsupported: 'Unsupported' } satisfies Readonly<
      Record<OperatorSummary['state'], string>
    >,
  },
} as const;
