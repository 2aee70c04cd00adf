import type { DeviceWeights } from '../analysis/weights-on-device';
import type { Triplet } from '../data/triplet';
import type { Embedder } from '../evaluate/embedder';

/** What the dense model makes of the texts of records: the embeddings that a distillation keeps near to. */
export class Teacher {
  private readonly known = new Map<string, Float32Array>();

  constructor(
    private readonly embedder: Embedder,
    private readonly weights: DeviceWeights,
  ) {}

  /** Unit rows: the queries', the positives', the negatives', as in a batch. Each text is embedded once. */
  async embed(records: readonly Triplet[]): Promise<Float32Array> {
    const queries = records.map(({ query }) => query);
    const documents = [...records.map(({ positive }) => positive), ...records.map(({ negative }) => negative)];
    const keys = [...queries.map((text) => `query ${text}`), ...documents.map((text) => `document ${text}`)];
    if (!keys.every((key) => this.known.has(key))) {
      const { width, data } = await this.embedder.embed({ queries, documents }, this.weights);
      keys.forEach((key, row) => this.known.set(key, data.slice(row * width, (row + 1) * width)));
    }
    const rows = keys.map((key) => this.known.get(key) ?? new Float32Array());
    const width = rows[0]?.length ?? 0;
    const out = new Float32Array(rows.length * width);
    rows.forEach((row, at) => out.set(row, at * width));
    return out;
  }

  free(): void {
    this.weights.free();
  }
}
