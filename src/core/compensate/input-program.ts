import { toHostInputs } from '../analysis/host-inputs';
import type { DeviceWeights } from '../analysis/weights-on-device';
import type { Batch } from '../data/batches';
import { emitGraph } from '../ir/emit';
import type { Value } from '../ir/ops';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { specializeModel } from '../model/specialize-model';
import { fitTables } from '../model/table-parts';
import { encodeModel } from '../onnx/encode';
import type { Device, Session, SessionOutputs } from '../runtime/device';
import type { Specialization } from '../specialize/specialize';
import type { InputDetail } from '../gaprune/methods';
import { productInputs } from './product-inputs';

/** The forward graph of a model for one batch shape, up to the inputs X (tokens × in) of the chosen products: XᵀX, in × in, of each, or its diagonal. */
export class InputProgram {
  private constructor(
    private readonly specialization: Specialization,
    private readonly weightOfToken: Value,
    private readonly outputs: ReadonlyMap<string, Value>,
    /** Names of the graph's inputs: a graph that ends early needs only some. */
    private readonly inputs: ReadonlySet<string>,
    private readonly session: Session,
  ) {}

  /** @param chosen the products' weights; an input is known by the first of its weights */
  static async create(
    device: Device,
    model: EmbeddingModel,
    chosen: readonly Parameter[],
    detail: Exclude<InputDetail, 'none'>,
    rows: number,
    length: number,
  ): Promise<InputProgram> {
    const specialization = specializeModel(fitTables(model, device.limits.bindingBytes), rows, length);
    const { builder } = specialization;
    const ones = builder.constant(new Float32Array(rows * length).fill(1), [rows * length, 1]);
    const weightOfToken = builder.input('token-weights', 'float32', [rows * length, 1]);
    const outputs = new Map<string, Value>();
    for (const { value, parameters } of productInputs(specialization, chosen)) {
      const [first] = parameters;
      const x = builder.toMatrix(value);
      if (first === undefined || x.shape[0] !== rows * length) continue;
      const weighted = builder.mul(x, weightOfToken);
      const sum =
        detail === 'norms'
          ? builder.gemm(builder.mul(weighted, weighted), ones, true, false)
          : builder.gemm(weighted, weighted, true, false);
      outputs.set(first.initializer, sum);
    }
    const values = [...new Set(outputs.values())];
    const graph = emitGraph(builder, values);
    const session = await device.createSession(encodeModel(graph), { deviceOutputs: values.map(({ name }) => name) });
    const inputs = new Set(graph.inputs.map(({ name }) => name));
    return new InputProgram(specialization, weightOfToken, outputs, inputs, session);
  }

  /** @param tokenWeight what the rows of X are multiplied with on real tokens; padding has 0 */
  async run(
    batch: Batch,
    weights: DeviceWeights,
    tokenWeight: number,
  ): Promise<{ outputs: SessionOutputs; names: ReadonlyMap<string, string> }> {
    const host = toHostInputs(this.specialization.host.evaluate(batch));
    const data = Float32Array.from(batch.attentionMask, (bit) => bit * tokenWeight);
    host.set(this.weightOfToken.name, { type: 'float32', shape: this.weightOfToken.shape, data });
    const needed = <T>(all: ReadonlyMap<string, T>): Map<string, T> => new Map([...all].filter(([name]) => this.inputs.has(name)));
    const device = needed(weights.inputs(this.specialization.parameters));
    const outputs = await this.session.run({ host: needed(host), device });
    return { outputs, names: new Map([...this.outputs].map(([key, { name }]) => [key, name])) };
  }

  release(): Promise<void> {
    return this.session.release();
  }
}
