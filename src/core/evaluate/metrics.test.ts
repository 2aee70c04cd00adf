import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../tests/support/golden';
import type { HeldOutSet } from './held-out';
import { metricsOf } from './measure';
import { METRIC_NAMES, type MetricName } from './metrics';
import { meanOf } from './statistics';

interface Case {
  readonly name: string;
  readonly width: number;
  readonly queries: readonly number[];
  readonly documents: readonly number[];
  readonly relevant: readonly (readonly number[])[];
  readonly triplets: readonly (readonly [number, number, number])[];
  readonly figures: Readonly<Record<Exclude<MetricName, 'margin'>, number | null>>;
}
/** Made by tools/sentence-transformers/evaluation-figures.py. */
const { cases } = JSON.parse(readFileSync(new URL('evaluation/figures.json', FIXTURES), 'utf8')) as { readonly cases: readonly Case[] };

describe.each(cases)('$name', ({ width, queries, documents, relevant, triplets, figures }) => {
  const set: HeldOutSet = {
    name: 'given',
    queries: relevant.map((_, i) => `q${i}`),
    documents: Array.from({ length: documents.length / width }, (_, i) => `d${i}`),
    corpusSize: documents.length / width,
    relevant: relevant.map((answers) => new Set(answers)),
    triplets: triplets.map(([query, positive, negative]) => ({ query, positive, negative })),
  };

  it('gives the figures of sentence-transformers’ evaluators', async () => {
    const embeddings = { queries: { width, data: Float32Array.from(queries) }, documents: { width, data: Float32Array.from(documents) } };
    const values = await metricsOf(set, embeddings.queries, embeddings.documents);
    for (const name of METRIC_NAMES) {
      if (name === 'margin') continue;
      const expected = figures[name];
      if (expected === null) expect(values[name].length).toBe(0);
      else expect(Math.abs(meanOf(values[name]) - expected), name).toBeLessThan(1e-6);
    }
  });
});
