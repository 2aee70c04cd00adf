import { type Gradient, differentiate } from '../autodiff/reverse';
import { type Objective, infoNce } from '../autodiff/loss';
import type { Batch } from '../data/batches';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import { accumulate } from '../kernels/accumulate';
import { scatterRows } from '../kernels/scatter-rows';
import type { EmbeddingModel } from '../model/embedding-model';
import { type AppendedHead, appendHead } from '../model/head/append-head';
import { specializeModel } from '../model/specialize-model';
import { encodeModel } from '../onnx/encode';
import type { Device, DeviceBuffer, HostInput, Session, SessionOutputs } from '../runtime/device';
import type { Specialization } from '../specialize/specialize';
import { sizeOf } from '../tensor';
import { toHostInputs } from './host-inputs';
import { groupRows } from './row-groups';
import type { DeviceWeights } from './weights-on-device';

/** The loss of one micro-batch and the gradient of every weight, on the device. Release it once it has been accumulated. */
export interface GradientStep {
  readonly loss: number;
  /** Gradients by initializer name, in the file's layout. A weight the loss does not depend on is missing. */
  readonly gradients: ReadonlyMap<string, DeviceBuffer>;
  release(): void;
}

interface Compiled {
  readonly model: Uint8Array;
  readonly specialization: Specialization;
  readonly head: AppendedHead;
  readonly loss: Value;
  readonly gradients: ReadonlyMap<string, Gradient>;
  /** Outputs that stay on the device. */
  readonly deviceOutputs: readonly string[];
}

/**
 * Write the loss and its gradients for batches of `rows` × `length` tokens as one ONNX graph. Weights are its inputs.
 * @param wanted initializers to differentiate by; all weights without it
 */
export function compileGradients(
  model: EmbeddingModel,
  rows: number,
  length: number,
  objective: Objective,
  wanted?: ReadonlySet<string>,
): Compiled {
  const specialization = specializeModel(model, rows, length);
  const { builder, hidden } = specialization;
  const parameters = new Map([...specialization.parameters].filter(([name]) => wanted?.has(name) ?? true));
  const head = appendHead(builder, model.head, hidden);
  const loss = infoNce(builder, head.embeddings, objective);
  const byValue = differentiate(builder, loss, [...parameters.values()]);
  const gradients = new Map(
    [...parameters].flatMap(([name, value]) => {
      const gradient = byValue.get(value);
      return gradient === undefined ? [] : [[name, gradient] as const];
    }),
  );
  const parts = [...gradients.values()].flatMap(({ dense, rows: byRows }) => [
    ...(dense === null ? [] : [dense]),
    ...byRows.map((part) => part.rows),
  ]);
  const outputs = [...new Set(parts)];
  const graph = emitGraph(builder, [loss, ...outputs]);
  return { model: encodeModel(graph), specialization, head, loss, gradients, deviceOutputs: outputs.map(({ name }) => name) };
}

/** The gradient graph of a model for one batch shape, ready to run on a device. */
export class GradientProgram {
  private constructor(
    private readonly device: Device,
    private readonly compiled: Compiled,
    private readonly session: Session,
  ) {}

  static async create(
    device: Device,
    model: EmbeddingModel,
    rows: number,
    length: number,
    objective: Objective,
    wanted?: ReadonlySet<string>,
  ): Promise<GradientProgram> {
    const compiled = compileGradients(model, rows, length, objective, wanted);
    const session = await device.createSession(compiled.model, { deviceOutputs: compiled.deviceOutputs });
    return new GradientProgram(device, compiled, session);
  }

  async run(batch: Batch, weights: DeviceWeights): Promise<GradientStep> {
    const { specialization, head, loss } = this.compiled;
    const host = toHostInputs(specialization.host.evaluate(batch));
    for (const [name, input] of head.inputs(batch)) host.set(name, input);
    const outputs = await this.session.run({ host, device: weights.inputs(specialization.parameters) });
    const scratch: DeviceBuffer[] = [];
    const gradients = new Map<string, DeviceBuffer>();
    for (const [name, gradient] of this.compiled.gradients) gradients.set(name, await this.dense(name, gradient, outputs, host, scratch));
    return {
      loss: outputs.host(loss.name)[0] ?? NaN,
      gradients,
      release: () => {
        outputs.release();
        for (const buffer of scratch) this.device.free(buffer);
      },
    };
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  /** A gradient as one tensor of the weight's shape: the dense part as it is, rows scattered into zeros. */
  private async dense(
    name: string,
    gradient: Gradient,
    outputs: SessionOutputs,
    host: ReadonlyMap<string, HostInput>,
    scratch: DeviceBuffer[],
  ): Promise<DeviceBuffer> {
    if (gradient.rows.length === 0 && gradient.dense !== null) return outputs.buffer(gradient.dense.name);
    const shape = this.compiled.specialization.parameters.get(name)?.shape ?? [];
    const size = sizeOf(shape);
    const table = await this.device.allocate(size);
    scratch.push(table);
    if (gradient.dense !== null)
      this.device.dispatch(accumulate, { gradient: outputs.buffer(gradient.dense.name), total: table }, { size });
    for (const { indices, rows } of gradient.rows) {
      const { targets, offsets, order } = groupRows(indicesOf(host.get(indices.name)), shape[0] ?? 0);
      const uploaded = [await this.device.upload(targets), await this.device.upload(offsets), await this.device.upload(order)] as const;
      scratch.push(...uploaded);
      this.device.dispatch(
        scatterRows,
        { rows: outputs.buffer(rows.name), targets: uploaded[0], offsets: uploaded[1], order: uploaded[2], table },
        { count: targets.length, width: size / (shape[0] ?? 1) },
      );
    }
    return table;
  }
}

function indicesOf(input: HostInput | undefined): Int32Array {
  return input?.data instanceof Int32Array ? input.data : new Int32Array();
}
