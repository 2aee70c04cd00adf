import { z } from 'zod';
import { ModelFileError, UnsupportedModelError } from '../errors';
import type { ModelFolder } from '../model-folder';
import { type Pooling, poolingFromConfig } from '../pooling';
import { type DenseStep, readDense } from './dense';

/** What follows pooling. */
export type HeadStep = DenseStep | { readonly kind: 'normalize' };

/** The end of an embedding model, from hidden states to an embedding. */
export interface EmbeddingHead {
  readonly pooling: Pooling;
  readonly steps: readonly HeadStep[];
}

const MOST_MODULES = 32;
const modulesFile = z
  .array(z.looseObject({ path: z.string(), type: z.string() }))
  .min(1)
  .max(MOST_MODULES);
type Module = z.infer<typeof modulesFile>[number];

/** The class of a module, whatever package a version of sentence-transformers keeps it in. */
const className = ({ type }: Module): string => type.slice(type.lastIndexOf('.') + 1);

/**
 * The end that `modules.json` of sentence-transformers names: a Transformer, a Pooling, and any Dense, Normalize and Dropout after it.
 * Without that file, the pooling of `1_Pooling/config.json` alone.
 *
 * @param decoder whether the model is one: its usual pooling is the last token
 * @throws ModelFileError, UnsupportedModelError with the name of a module that is not known
 */
export function readHead(folder: ModelFolder, decoder: boolean): EmbeddingHead {
  const file = folder.find('modules.json');
  if (file === null) return { pooling: poolingFromConfig(folder.find('1_Pooling/config.json'), decoder), steps: [] };
  const [transformer, pooling, ...rest] = parse(file);
  if (transformer === undefined || className(transformer) !== 'Transformer') {
    throw new UnsupportedModelError('The first module must be a Transformer.', `modules.json, ${transformer?.type ?? 'empty'}`);
  }
  if (pooling === undefined || className(pooling) !== 'Pooling') {
    throw new UnsupportedModelError('A Pooling must follow the Transformer.', `modules.json, ${pooling?.type ?? 'its end'}`);
  }
  const place = `${pooling.path}/config.json`;
  const config = folder.find(place);
  if (config === null) throw new ModelFileError('modules.json names this file, and it was not given.', place);
  return { pooling: poolingFromConfig(config, decoder, place), steps: rest.flatMap((module) => readStep(folder, module)) };
}

function parse(file: Uint8Array): readonly Module[] {
  try {
    return modulesFile.parse(JSON.parse(new TextDecoder().decode(file)));
  } catch (cause) {
    throw new ModelFileError('This list of modules is not valid.', 'modules.json', { cause });
  }
}

function readStep(folder: ModelFolder, module: Module): HeadStep[] {
  const name = className(module);
  if (name === 'Dense') return [readDense(folder, module.path)];
  if (name === 'Normalize') return [{ kind: 'normalize' }];
  // Off once a model is trained.
  if (name === 'Dropout') return [];
  throw new UnsupportedModelError(`The module ${name} is not supported: Dense, Normalize and Dropout are.`, `modules.json, ${module.path}`);
}
