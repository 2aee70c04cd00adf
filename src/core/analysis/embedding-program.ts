import { normalize, pool } from '../autodiff/loss';
import type { Batch } from '../data/batches';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import type { EmbeddingModel } from '../model/embedding-model';
import { poolingWeights } from '../model/pooling';
import { specializeModel } from '../model/specialize-model';
import { encodeModel } from '../onnx/encode';
import type { Device, Session } from '../runtime/device';
import type { Specialization } from '../specialize/specialize';
import { toHostInputs } from './host-inputs';
import type { DeviceWeights } from './weights-on-device';

/** The forward graph of a model for one batch shape: normalised embeddings, with weights as inputs. */
export class EmbeddingProgram {
  private constructor(
    private readonly model: EmbeddingModel,
    private readonly specialization: Specialization,
    private readonly poolWeights: Value,
    private readonly embeddings: Value,
    private readonly session: Session,
  ) {}

  static async create(device: Device, model: EmbeddingModel, rows: number, length: number): Promise<EmbeddingProgram> {
    const specialization = specializeModel(model, rows, length);
    const { builder, hidden } = specialization;
    const poolWeights = builder.input('pooling', 'float32', [rows, 1, length]);
    const embeddings = normalize(builder, pool(builder, hidden, poolWeights));
    const session = await device.createSession(encodeModel(emitGraph(builder, [embeddings])), { deviceOutputs: [] });
    return new EmbeddingProgram(model, specialization, poolWeights, embeddings, session);
  }

  /** @returns rows × width, row-major, each row of norm 1 */
  async run(batch: Batch, weights: DeviceWeights): Promise<Float32Array> {
    const host = toHostInputs(this.specialization.host.evaluate(batch));
    const data = poolingWeights(this.model.pooling, batch.attentionMask, batch.rows, batch.length);
    host.set(this.poolWeights.name, { type: 'float32', shape: this.poolWeights.shape, data });
    const outputs = await this.session.run({ host, device: weights.inputs(this.specialization.parameters) });
    const embeddings = outputs.host(this.embeddings.name).slice();
    outputs.release();
    return embeddings;
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
