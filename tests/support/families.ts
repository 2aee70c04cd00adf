import { readFileSync, readdirSync } from 'node:fs';
import { z } from 'zod';
import { readZip } from '../../src/core/archive/read-zip';
import { float32Values, readSafetensors } from '../../src/core/export/safetensors';
import { FIXTURES } from './golden';

const ROOT = new URL('families/', FIXTURES);

const measured = { loss: z.number(), embeddings: z.array(z.array(z.number())) };

const schema = z.object({
  ...measured,
  scale: z.number(),
  pooling: z.enum(['mean', 'cls', 'last']),
  input_ids: z.array(z.array(z.int())),
  attention_mask: z.array(z.array(z.int())),
  /** Other names that PyTorch has for a weight: exporters take either. */
  tied: z.record(z.string(), z.string()),
  /** The same with GELU by tanh, for the exports that have it. */
  approximated: z.object({ ...measured, exports: z.array(z.string()) }).optional(),
});

export type FamilyFigures = z.infer<typeof schema>;

export function parseFigures(json: unknown): FamilyFigures {
  return schema.parse(json);
}

/** What PyTorch computes in float64 of a tiny model (`tools/make-tiny-models.py`). */
export interface Reference {
  readonly loss: number;
  readonly embeddings: readonly (readonly number[])[];
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** The exports of a family, in the order of the table: how each is called, and what it is. */
export const EXPORTS: readonly (readonly [name: string, label: string])[] = [
  ['torchscript-11', 'TorchScript, opset 11'],
  ['torchscript-13', 'TorchScript, opset 13'],
  ['torchscript-14', 'TorchScript, opset 14'],
  ['torchscript-17', 'TorchScript, opset 17'],
  ['dynamo-18', 'dynamo, opset 18'],
  ['dynamo-23', 'dynamo, opset 23'],
  ['o1', 'ONNX Runtime, O1'],
  ['o2', 'ONNX Runtime, O2'],
  ['o3', 'ONNX Runtime, O3'],
  ['o4', 'ONNX Runtime, O4 (float16)'],
  ['float16', 'TorchScript in float16'],
  ['float16-io', 'TorchScript in float16, float32 outside'],
  ['float16-dynamo', 'dynamo in float16, float32 outside'],
  ['bfloat16', 'TorchScript, weights in bfloat16'],
];

const read = (family: string, file: string): Uint8Array => new Uint8Array(readFileSync(new URL(`${family}/${file}`, ROOT)));
const readJson = (family: string, file: string): unknown => JSON.parse(new TextDecoder().decode(read(family, file)));

export const FAMILIES: readonly string[] = readdirSync(ROOT).sort();

/** Why an export of a family is not here, by its name: the exporter does not make it, or ONNX Runtime does not run it. */
export const MISSING: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  FAMILIES.map((family) => [family, new Map(Object.entries(z.record(z.string(), z.string()).parse(readJson(family, 'missing.json'))))]),
);

/** Names of the exports of a family that are here, in the order of the table. */
export function exportsOf(family: string): string[] {
  return EXPORTS.map(([name]) => name).filter((name) => MISSING.get(family)?.has(name) !== true);
}

/**
 * Whether `npm test` takes an export: every third one of an architecture, beginning with another one for each, and all where there are few. The
 * same every day. `npm run test:faults` takes all.
 */
export function isDaily(family: string, exported: string): boolean {
  const here = exportsOf(family);
  return here.length <= 4 || (here.indexOf(exported) + FAMILIES.indexOf(family)) % 3 === 0;
}

/** Architectures that cannot be analysed, with the operator that they are refused for. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  // Disentangled attention picks scores by relative position, along the keys.
  ['deberta-v2', 'GatherElements'],
]);

/** A tiny model of one architecture: its exports, and what PyTorch computes. */
export class Family {
  readonly figures: FamilyFigures;

  private constructor(
    readonly name: string,
    private readonly files: ReadonlyMap<string, Uint8Array>,
  ) {
    this.figures = parseFigures(readJson(name, 'golden.json'));
  }

  static async open(name: string): Promise<Family> {
    const archive = await readZip(new Blob([read(name, 'exports.zip').slice()]));
    const files = archive.map(async (file) => [file.name, new Uint8Array(await file.content.arrayBuffer())] as const);
    return new Family(name, new Map(await Promise.all(files)));
  }

  /** Names of the exports that are here. */
  get exports(): string[] {
    return [...this.files.keys()].flatMap((file) => (file.endsWith('.onnx') ? [file.slice(0, -5)] : []));
  }

  /** What an export is compared with. */
  reference(exported: string): Reference {
    const { approximated } = this.figures;
    const isApproximated = approximated?.exports.includes(exported) === true;
    const { tensors } = readSafetensors(read(this.name, isApproximated ? 'gradients-tanh.safetensors' : 'gradients.safetensors'));
    const gradients = new Map([...tensors].map(([name, tensor]) => [name, float32Values(tensor) ?? new Float32Array()]));
    const { loss, embeddings } = isApproximated ? approximated : this.figures;
    return { loss, embeddings, gradients };
  }

  /** The folder of an export, as on the hub. */
  folder(exported: string): Map<string, Uint8Array> {
    const { pooling } = this.figures;
    const modes = {
      pooling_mode_cls_token: pooling === 'cls',
      pooling_mode_mean_tokens: pooling === 'mean',
      pooling_mode_lasttoken: pooling === 'last',
    };
    return new Map([
      ['config.json', read(this.name, 'config.json')],
      ['1_Pooling/config.json', new TextEncoder().encode(JSON.stringify(modes))],
      ['model.onnx', this.file(`${exported}.onnx`)],
      ['weights.data', this.file('weights.data')],
    ]);
  }

  private file(name: string): Uint8Array {
    const bytes = this.files.get(name);
    if (bytes === undefined) throw new Error(`${this.name} has no ${name}.`);
    return bytes;
  }
}
