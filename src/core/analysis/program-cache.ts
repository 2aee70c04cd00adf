/** A prepared session, for one batch shape. */
interface Program {
  release(): Promise<void>;
}

/** Gradient programs kept at once: each session holds its own memory for activations. */
const MAX_PROGRAMS = 6;

/** One program per batch shape, the least recently used given up first. */
export class ProgramCache<P extends Program, S extends readonly number[] = [rows: number, length: number]> {
  private readonly programs = new Map<string, P>();

  constructor(
    private readonly create: (...shape: S) => Promise<P>,
    private readonly limit = MAX_PROGRAMS,
  ) {}

  /** Whether the program of a shape is there, so that getting it takes no time. */
  has(...shape: S): boolean {
    return this.programs.has(keyOf(shape));
  }

  async get(...shape: S): Promise<P> {
    const key = keyOf(shape);
    const known = this.programs.get(key);
    if (known !== undefined) {
      this.programs.delete(key);
      this.programs.set(key, known);
      return known;
    }
    const [oldest] = this.programs;
    if (this.programs.size >= this.limit && oldest !== undefined) {
      this.programs.delete(oldest[0]);
      await oldest[1].release();
    }
    const program = await this.create(...shape);
    this.programs.set(key, program);
    return program;
  }

  async release(): Promise<void> {
    for (const program of this.programs.values()) await program.release();
    this.programs.clear();
  }
}

const keyOf = (shape: readonly number[]): string => shape.join('×');
