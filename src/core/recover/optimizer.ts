import type { GradientStep } from '../analysis/gradient-program';
import type { DeviceWeights } from '../analysis/weights-on-device';
import { adamw, floatBits } from '../kernels/adamw';
import type { EmbeddingModel } from '../model/embedding-model';
import type { Parameter } from '../model/parameter';
import { toFileLayout } from '../model/weight-patch';
import type { Device, DeviceBuffer } from '../runtime/device';
import { sizeOf } from '../tensor';
import { rateAt } from './schedules';
import type { RecoverySettings } from './settings';
import type { RecoveryState } from './state';

const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];

interface State {
  readonly first: DeviceBuffer;
  readonly second: DeviceBuffer;
  readonly keep: DeviceBuffer;
}

/** AdamW over a model's weights on a device: moments and masks stay there. */
export class Optimizer {
  private constructor(
    private readonly device: Device,
    private readonly settings: RecoverySettings,
    private readonly states: ReadonlyMap<string, State>,
    private steps: number,
  ) {}

  /**
   * @param masks by PyTorch name, 1 = held at zero; weights without one move freely
   * @param earlier where to go on from
   */
  static async create(
    device: Device,
    parameters: readonly Parameter[],
    masks: ReadonlyMap<string, Uint8Array>,
    settings: RecoverySettings,
    earlier: Pick<RecoveryState, 'losses' | 'first' | 'second'> | null,
  ): Promise<Optimizer> {
    const states = new Map<string, State>();
    for (const parameter of parameters) {
      const { initializer } = parameter;
      const size = sizeOf(parameter.shape);
      const moment = (values?: Float32Array) => (values === undefined ? device.allocate(size) : device.upload(values));
      const mask = masks.get(parameter.name);
      const keep = mask === undefined ? new Float32Array(size).fill(1) : Float32Array.from(mask, (bit) => 1 - bit);
      states.set(initializer, {
        first: await moment(earlier?.first.get(initializer)),
        second: await moment(earlier?.second.get(initializer)),
        keep: await device.upload(toFileLayout(parameter, keep)),
      });
    }
    return new Optimizer(device, settings, states, earlier?.losses.length ?? 0);
  }

  /** Move every weight that has a gradient. Gradients are whole. */
  step(weights: DeviceWeights, { gradients }: GradientStep): void {
    this.steps += 1;
    const { weightDecay } = this.settings;
    const learningRate = this.settings.learningRate * rateAt(this.steps, this.settings);
    const uniforms = {
      rate: floatBits(learningRate / (1 - BETA1 ** this.steps)),
      correction: floatBits(1 / Math.sqrt(1 - BETA2 ** this.steps)),
      decay: floatBits(learningRate * weightDecay),
      beta1: floatBits(BETA1),
      beta2: floatBits(BETA2),
      epsilon: floatBits(EPSILON),
    };
    for (const [name, state] of this.states) {
      const gradient = gradients.get(name);
      if (gradient === undefined) continue;
      this.device.dispatch(
        adamw,
        { gradient: gradient.buffer, weight: weights.buffer(name), ...state },
        { size: gradient.size, ...uniforms },
      );
    }
  }

  /** Both moments of every weight. */
  async moments(): Promise<Pick<RecoveryState, 'first' | 'second'>> {
    const [first, second] = [new Map<string, Float32Array>(), new Map<string, Float32Array>()];
    for (const [name, state] of this.states) {
      first.set(name, await this.device.read(state.first));
      second.set(name, await this.device.read(state.second));
    }
    return { first, second };
  }

  free(): void {
    for (const { first, second, keep } of this.states.values()) {
      for (const buffer of [first, second, keep]) this.device.free(buffer);
    }
  }
}

/** The weights that a recovery trains. Tables that are looked up are half of a small model, and hardly move in a hundred steps. */
export function trainedParameters({ parameters }: EmbeddingModel, tables: boolean): Parameter[] {
  return parameters.filter(({ types }) => tables || !types.includes('embed'));
}
