import type { TokenisedTriplet } from '../data/batches';
import type { Device } from '../runtime/device';
import { type GradientOptions, GradientProgram, type GradientStep, shapesOf } from './gradient-program';
import { ProgramCache } from './program-cache';
import { type GradientInput, textBatches } from './text-batches';
import type { DeviceWeights } from './weights-on-device';

/** By the rows and lengths of a batch's parts, one after another. */
type Programs = ProgramCache<GradientProgram, readonly number[]>;

/** Makes gradients of micro-batches on a device, with a program for each shape of them. */
export class Gradients {
  private readonly pairs: Programs;
  private readonly triplets: Programs;

  constructor(
    device: Device,
    private readonly input: GradientInput,
    options: GradientOptions = {},
  ) {
    const { model, settings } = input;
    const of = (textsPerRecord: 2 | 3): Programs =>
      new ProgramCache((...shape: readonly number[]) =>
        GradientProgram.create(device, model, shapesOf(shape), { scale: settings.scale, textsPerRecord }, options),
      );
    this.pairs = of(2);
    this.triplets = of(3);
  }

  /** @param onNewShape told before a program is made, which takes longer than to run it */
  async of(records: readonly TokenisedTriplet[], weights: DeviceWeights, onNewShape = (): void => undefined): Promise<GradientStep> {
    const batches = textBatches(this.input, records);
    const programs = records[0]?.negative === null ? this.pairs : this.triplets;
    const shape = batches.flatMap(({ rows, length }) => [rows, length]);
    if (!programs.has(...shape)) onNewShape();
    const program = await programs.get(...shape);
    return program.run(batches, weights);
  }

  async release(): Promise<void> {
    await this.pairs.release();
    await this.triplets.release();
  }
}
