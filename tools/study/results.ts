import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const estimate = z.object({ mean: z.number(), low: z.number(), high: z.number() });
const comparison = estimate.extend({ p: z.number() });
const quality = z.object({
  ndcg10: estimate,
  recall1: estimate,
  recall10: estimate,
  difference: comparison.nullable(),
  similarity: z.number(),
});

const rowResult = z.object({
  label: z.string(),
  domain: quality,
  general: quality,
  /** Exact zeros of all candidates. */
  zeros: z.int(),
  total: z.int(),
  /** Share of the mask that magnitude would have chosen too. */
  magnitudeOverlap: z.number().nullable(),
  bestStep: z.int().nullable(),
  /** Mean validation loss of both sets before the first step, and of the weights that were kept. */
  validation: z.object({ start: z.number(), best: z.number() }).nullable().default(null),
});
export type RowResult = z.infer<typeof rowResult>;
export type Quality = z.infer<typeof quality>;

/** Rows that are done, on disk after each: a study that was stopped goes on where it was. */
export class Results {
  private readonly rows: RowResult[];

  constructor(private readonly path: string) {
    this.rows = existsSync(path) ? z.array(rowResult).parse(JSON.parse(readFileSync(path, 'utf8'))) : [];
  }

  all(): readonly RowResult[] {
    return this.rows;
  }

  has(label: string): boolean {
    return this.rows.some((row) => row.label === label);
  }

  add(row: RowResult): void {
    this.rows.push(row);
    mkdirSync(dirname(this.path), { recursive: true });
    writeFileSync(this.path, `${JSON.stringify(this.rows, null, 2)}\n`);
  }
}
