import { normalize } from '../autodiff/loss';
import type { Batch } from '../data/batches';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import type { EmbeddingModel } from '../model/embedding-model';
import { type AppendedHead, appendHead } from '../model/head/append-head';
import { specializeModel } from '../model/specialize-model';
import { fitTables } from '../model/table-parts';
import { encodeModel } from '../onnx/encode';
import type { Device, Session } from '../runtime/device';
import type { Specialization } from '../specialize/specialize';
import { toHostInputs } from './host-inputs';
import type { DeviceWeights } from './weights-on-device';

/** The forward graph of a model for one batch shape: embeddings, with weights as inputs. */
export class EmbeddingProgram {
  private constructor(
    private readonly specialization: Specialization,
    private readonly head: AppendedHead,
    private readonly embeddings: Value,
    private readonly session: Session,
  ) {}

  /** @param normalised embeddings of norm 1; as they are pooled otherwise */
  static async create(device: Device, model: EmbeddingModel, rows: number, length: number, normalised = true): Promise<EmbeddingProgram> {
    const specialization = specializeModel(fitTables(model, device.limits.bindingBytes), rows, length);
    const { builder, hidden } = specialization;
    const head = appendHead(builder, model.head, hidden);
    const embeddings = normalised ? normalize(builder, head.embeddings) : head.embeddings;
    const session = await device.createSession(encodeModel(emitGraph(builder, [embeddings])), { deviceOutputs: [] });
    return new EmbeddingProgram(specialization, head, embeddings, session);
  }

  /** @returns rows × width, row-major */
  async run(batch: Batch, weights: DeviceWeights): Promise<Float32Array> {
    const host = toHostInputs(this.specialization.host.evaluate(batch));
    for (const [name, input] of this.head.inputs(batch)) host.set(name, input);
    const outputs = await this.session.run({ host, device: weights.inputs(this.specialization.parameters) });
    const embeddings = outputs.host(this.embeddings.name).slice();
    outputs.release();
    return embeddings;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
