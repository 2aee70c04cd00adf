import { Command } from 'commander';
import type { ModelSummary } from '../core/engine/types';
import { openEmbeddingModel } from '../core/model/embedding-model';
import { summarizeModel } from '../core/model/summary';
import { sizeOf } from '../core/tensor';
import { readModel } from './files';
import { json } from './options';
import { table } from './table';

/** `gaprune inspect MODEL_DIR` */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('show parameters, layer types, pooling and operators of a model, and whether it can be analysed')
    .argument('<model>', 'model folder, its zip, an .onnx file, or hub:owner/name')
    .addOption(json())
    .action(async (path: string, options: { json?: boolean }) => {
      const { name, files } = await readModel(path, options);
      const summary = summarizeModel(openEmbeddingModel(name, files));
      process.stdout.write(options.json === true ? `${JSON.stringify(summary, null, 2)}\n` : describe(summary));
    });
}

function describe(summary: ModelSummary): string {
  const weights = summary.parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const prunable = summary.parameters.filter((parameter) => parameter.prunable).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const facts = table([
    ['model', summary.name],
    ['architecture', summary.architecture],
    ['layers', String(summary.layers)],
    ['weights', `${weights.toLocaleString('en')}, of which ${prunable.toLocaleString('en')} can be pruned`],
    ['pooling', [summary.pooling.join(' + '), ...summary.head].join('; ')],
    ['precision', summary.precision],
    ['opset', String(summary.opset)],
    ['max length', summary.maxPositions === null ? 'not stated' : String(summary.maxPositions)],
    ...(summary.maxSequence === null ? [] : [['texts are cut at', `${summary.maxSequence} tokens by sentence-transformers`]]),
    ...summary.whole.map((reason) => ['one matrix', reason]),
    ['analysis', summary.refusal === null ? 'possible' : `not possible: ${summary.refusal}`],
  ]);
  const parameters = table([
    ['parameter', 'shape', 'layer', 'types'],
    ...summary.parameters.map(({ name, shape, layer, types }) => [
      name,
      shape.join('×'),
      layer === null ? '' : String(layer),
      types.join(' '),
    ]),
  ]);
  const operators = table([
    ['operator', 'nodes', 'state', ''],
    ...summary.operators.map(({ operator, count, state, reason }) => [operator, String(count), state, reason]),
  ]);
  return `${facts}\n\n${parameters}\n\n${operators}\n`;
}
