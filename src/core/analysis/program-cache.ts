import type { EmbeddingModel } from '../model/embedding-model';
import type { Device } from '../runtime/device';
import { GradientProgram } from './gradient-program';

/** Programs kept at once: each session holds its own memory for activations. */
const MAX_PROGRAMS = 6;

/** One gradient program per batch shape, the least recently used given up first. */
export class ProgramCache {
  private readonly programs = new Map<string, GradientProgram>();

  constructor(
    private readonly device: Device,
    private readonly model: EmbeddingModel,
    private readonly scale: number,
  ) {}

  async get(rows: number, length: number): Promise<GradientProgram> {
    const key = `${rows}×${length}`;
    const known = this.programs.get(key);
    if (known !== undefined) {
      this.programs.delete(key);
      this.programs.set(key, known);
      return known;
    }
    const [oldest] = this.programs;
    if (this.programs.size >= MAX_PROGRAMS && oldest !== undefined) {
      this.programs.delete(oldest[0]);
      await oldest[1].release();
    }
    const program = await GradientProgram.create(this.device, this.model, rows, length, this.scale);
    this.programs.set(key, program);
    return program;
  }

  async release(): Promise<void> {
    for (const program of this.programs.values()) await program.release();
    this.programs.clear();
  }
}
