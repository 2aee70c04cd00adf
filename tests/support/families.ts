import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { float32Values, readSafetensors } from '../../src/core/export/safetensors';
import { FIXTURES } from './golden';

const ROOT = new URL('families/', FIXTURES);

const figures = z.object({
  loss: z.number(),
  scale: z.number(),
  pooling: z.enum(['mean', 'cls', 'last']),
  input_ids: z.array(z.array(z.int())),
  attention_mask: z.array(z.array(z.int())),
  embeddings: z.array(z.array(z.number())),
  /** Other names that PyTorch has for a weight: exporters take either. */
  tied: z.record(z.string(), z.string()).default({}),
});

/** A tiny model of one architecture, as PyTorch computes it in float64 (`tools/make-tiny-models.py`). */
export interface Family {
  readonly figures: z.infer<typeof figures>;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Every architecture that has a model here, with the names of its exports. */
export const FAMILIES: readonly (readonly [family: string, exports: readonly string[]])[] = readdirSync(ROOT)
  .sort()
  .map((family) => [family, exportsOf(family)]);

/** Architectures that cannot be analysed, with the operator that they are refused for. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  // Disentangled attention picks scores by relative position, along the keys.
  ['deberta-v2', 'GatherElements'],
]);

function exportsOf(family: string): string[] {
  return readdirSync(new URL(`${family}/`, ROOT)).flatMap((file) => (file.endsWith('.onnx') ? [file.slice(0, -5)] : []));
}

const read = (family: string, file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`${family}/${file}`, ROOT)));

export function loadFamily(family: string): Family {
  const stored = readSafetensors(read(family, 'gradients.safetensors'));
  const gradients = [...stored.tensors].map(([name, tensor]) => [name, float32Values(tensor) ?? new Float32Array()] as const);
  return { figures: figures.parse(JSON.parse(new TextDecoder().decode(read(family, 'golden.json')))), gradients: new Map(gradients) };
}

export function loadExport(family: string, name: string): Map<string, Uint8Array> {
  const { pooling } = loadFamily(family).figures;
  const modes = {
    pooling_mode_cls_token: pooling === 'cls',
    pooling_mode_mean_tokens: pooling === 'mean',
    pooling_mode_lasttoken: pooling === 'last',
  };
  return new Map([
    ['config.json', read(family, 'config.json')],
    ['1_Pooling/config.json', new TextEncoder().encode(JSON.stringify(modes))],
    ['model.onnx', read(family, `${name}.onnx`)],
  ]);
}
