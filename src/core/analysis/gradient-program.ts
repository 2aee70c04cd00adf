import { type Gradient, differentiate } from '../autodiff/reverse';
import { type Objective, cosineDistance, infoNce } from '../autodiff/loss';
import type { Batch } from '../data/batches';
import { emitGraph } from '../ir/emit';
import type { GraphBuilder } from '../ir/builder';
import type { Value } from '../ir/ops';
import type { EmbeddingModel } from '../model/embedding-model';
import { type AppendedHead, appendHead } from '../model/head/append-head';
import { specializeModel } from '../model/specialize-model';
import { fitTables } from '../model/table-parts';
import { encodeModel } from '../onnx/encode';
import type { Device, DeviceBuffer, HostInput, Session, SessionOutputs } from '../runtime/device';
import { RuntimeError } from '../runtime/errors';
import type { Specialization } from '../specialize/specialize';
import { InputBuffers } from './input-buffers';
import { toHostInputs } from './host-inputs';
import { type StepGradient, TableGradient } from './table-gradient';
import type { DeviceWeights } from './weights-on-device';

/** The loss of one micro-batch and the gradient of every weight, on the device. Release it once it has been accumulated. */
export interface GradientStep {
  /** One number. */
  readonly loss: DeviceBuffer;
  /** Gradients by initializer name. A weight the loss does not depend on is missing. */
  readonly gradients: ReadonlyMap<string, StepGradient>;
  release(): void;
}

interface Compiled extends GradientGraph {
  readonly model: Uint8Array;
  /** Outputs that stay on the device. */
  readonly deviceOutputs: readonly string[];
}

/** Texts that are padded to one length. */
export type TextShape = Pick<Batch, 'rows' | 'length'>;

/** The model for a part of a batch's texts. */
interface Part {
  readonly specialization: Specialization;
  readonly head: AppendedHead;
}

/** The static graph of the loss and its gradients for batches of given shapes, with the weights as inputs. */
export interface GradientGraph {
  /** One for each shape, in one graph. */
  readonly parts: readonly Part[];
  readonly builder: GraphBuilder;
  /** The graph input of each weight, by initializer name. */
  readonly parameters: ReadonlyMap<string, Value>;
  /** The embeddings that those of the batch are kept near to; null where the objective has no distillation. */
  readonly references: Value | null;
  readonly loss: Value;
  readonly gradients: ReadonlyMap<string, Gradient>;
  /** The values that all gradients are made of. */
  readonly outputs: readonly Value[];
}

/**
 * @param shapes of the parts of a batch, whose texts follow each other in the loss
 * @param wanted initializers to differentiate by; all weights without it
 */
export function gradientGraph(
  model: EmbeddingModel,
  shapes: readonly TextShape[],
  objective: Objective,
  wanted?: ReadonlySet<string>,
): GradientGraph {
  const parts: Part[] = [];
  for (const { rows, length } of shapes) {
    const specialization = specializeModel(model, rows, length, parts.at(-1)?.specialization);
    parts.push({ specialization, head: appendHead(specialization.builder, model.head, specialization.hidden) });
  }
  const last = parts.at(-1)?.specialization;
  if (last === undefined) throw new RuntimeError('A batch has no texts.');
  const { builder, parameters } = last;
  const embeddings = parts.map(({ head }) => head.embeddings);
  const [first] = embeddings;
  const joined = first !== undefined && embeddings.length === 1 ? first : builder.node('Concat', embeddings, { axis: 0 });
  const { distill = 0 } = objective;
  const references = distill > 0 ? builder.input('reference-embeddings', 'float32', joined.shape) : null;
  const loss =
    references === null
      ? infoNce(builder, joined, objective)
      : builder.add(infoNce(builder, joined, objective), builder.mul(cosineDistance(builder, joined, references), builder.scalar(distill)));
  const differentiated = new Map([...parameters].filter(([name]) => wanted?.has(name) ?? true));
  const byValue = differentiate(builder, loss, [...differentiated.values()]);
  const gradients = new Map(
    [...differentiated].flatMap(([name, value]) => {
      const gradient = byValue.get(value);
      return gradient === undefined ? [] : [[name, gradient] as const];
    }),
  );
  const values = [...gradients.values()].flatMap(({ dense, rows: byRows }) => [
    ...(dense === null ? [] : [dense]),
    ...byRows.map((part) => part.rows),
  ]);
  return { parts, builder, parameters, references, loss, gradients, outputs: [...new Set(values)] };
}

/** As {@link gradientGraph}, written as one ONNX graph. */
export function compileGradients(...of: Parameters<typeof gradientGraph>): Compiled {
  const graph = gradientGraph(...of);
  const outputs = [graph.loss, ...graph.outputs];
  return {
    ...graph,
    model: encodeModel(emitGraph(graph.builder, outputs)),
    deviceOutputs: outputs.map(({ name }) => name),
  };
}

export interface GradientOptions {
  /** Initializers to differentiate by, of the model as it fits the device; all weights without it. */
  readonly wanted?: ReadonlySet<string>;
  /** Give the gradients of looked-up tables whole, not as rows. Default false. */
  readonly wholeTables?: boolean;
}

type Tables = ReadonlyMap<string, TableGradient>;

/** The gradient graph of a model for one batch shape, ready to run on a device. */
export class GradientProgram {
  /** Memory for the gradients of tables: all of it, and what no step is using. Two steps are there at a time at most. */
  private readonly made: Tables[] = [];
  private readonly idle: Tables[] = [];
  private readonly inputs: InputBuffers;

  private constructor(
    private readonly device: Device,
    private readonly compiled: Compiled,
    private readonly session: Session,
    private readonly options: GradientOptions,
  ) {
    this.inputs = new InputBuffers(device);
  }

  static async create(
    device: Device,
    model: EmbeddingModel,
    shapes: readonly TextShape[],
    objective: Objective,
    options: GradientOptions = {},
  ): Promise<GradientProgram> {
    const compiled = compileGradients(fitTables(model, device.limits.bindingBytes), shapes, objective, options.wanted);
    const session = await device.createSession(compiled.model, { deviceOutputs: compiled.deviceOutputs });
    return new GradientProgram(device, compiled, session, options);
  }

  /**
   * @param batches one for each shape
   * @param near unit rows for all texts of the batches, where the objective distills
   */
  async run(batches: readonly Batch[], weights: DeviceWeights, near?: Float32Array): Promise<GradientStep> {
    const { parts, parameters, references, loss } = this.compiled;
    const host = new Map<string, HostInput>();
    parts.forEach(({ specialization, head }, i) => {
      const batch = batches[i];
      if (batch === undefined) throw new RuntimeError('A part of the batch is missing.');
      for (const [name, input] of toHostInputs(specialization.host.evaluate(batch))) host.set(name, input);
      for (const [name, input] of head.inputs(batch)) host.set(name, input);
    });
    if (references !== null && near !== undefined) host.set(references.name, { type: 'float32', shape: references.shape, data: near });
    const tables = this.idle.pop() ?? (await this.allocateTables());
    const inputs = await this.inputs.put(host);
    const device = new Map([...inputs.device, ...weights.inputs(parameters)]);
    const outputs = await this.session.run({ host: inputs.host, device });
    const gradients = new Map<string, StepGradient>();
    for (const [name, gradient] of this.compiled.gradients) {
      const table = tables.get(name);
      gradients.set(name, table === undefined ? whole(gradient, outputs) : gathered(table, gradient, outputs, host));
    }
    return {
      loss: outputs.buffer(loss.name),
      gradients,
      release: () => {
        outputs.release();
        this.idle.push(tables);
      },
    };
  }

  /** Its steps go with it. */
  async release(): Promise<void> {
    this.inputs.free();
    for (const tables of this.made) for (const table of tables.values()) table.free();
    await this.session.release();
  }

  private async allocateTables(): Promise<Tables> {
    const tables = new Map<string, TableGradient>();
    for (const [name, gradient] of this.compiled.gradients) {
      if (gradient.rows.length === 0) continue;
      const shape = this.compiled.parameters.get(name)?.shape ?? [];
      tables.set(name, await TableGradient.create(this.device, shape, gradient, this.options.wholeTables === true));
    }
    this.made.push(tables);
    return tables;
  }
}

function whole({ dense }: Gradient, outputs: SessionOutputs): StepGradient {
  const buffer = outputs.buffer(dense?.name ?? '');
  return { buffer, size: buffer.size, rows: null };
}

function gathered(table: TableGradient, { dense, rows }: Gradient, outputs: SessionOutputs, host: ReadonlyMap<string, HostInput>) {
  return table.gather({
    dense: dense === null ? null : outputs.buffer(dense.name),
    lookups: rows.map((part) => ({ indices: indicesOf(host.get(part.indices.name)), rows: outputs.buffer(part.rows.name) })),
  });
}

function indicesOf(input: HostInput | undefined): Int32Array {
  return input?.data instanceof Int32Array ? input.data : new Int32Array();
}

/** Shapes out of rows and lengths in turn, as they are keys of a program cache. */
export function shapesOf(numbers: readonly number[]): TextShape[] {
  return numbers.flatMap((rows, i) => (i % 2 === 0 ? [{ rows, length: numbers[i + 1] ?? 0 }] : []));
}
