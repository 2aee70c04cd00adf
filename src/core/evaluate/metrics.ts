/** A figure of quality: a mean over queries or triplets. */
export interface Metric {
  readonly label: string;
  readonly help: string;
}

/** Definitions as in sentence-transformers' InformationRetrievalEvaluator and TripletEvaluator. */
export const METRICS = {
  ndcg10: { label: 'nDCG@10', help: 'How high the answers stand among the first ten, 1 is best: the figure most leaderboards rank by.' },
  recall1: { label: 'Recall@1', help: 'Share of the answers that stand first.' },
  recall5: { label: 'Recall@5', help: 'Share of the answers among the first five.' },
  recall10: { label: 'Recall@10', help: 'Share of the answers among the first ten.' },
  mrr10: { label: 'MRR@10', help: 'Mean of 1 / rank of the first answer; 0 beyond ten.' },
  accuracy: { label: 'Triplet accuracy', help: 'Share of records whose positive is closer to the query than its negative.' },
  margin: { label: 'Mean margin', help: 'How much closer the positive is than the negative, in cosine.' },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** How many documents are ranked for a query. */
export const DEPTH = 10;

/** One value per query, from the `DEPTH` best documents in order and the documents that answer it. */
export const RETRIEVAL = {
  ndcg10: (best, relevant) => {
    let gain = 0;
    best.forEach((document, at) => (gain += relevant.has(document) ? discount(at) : 0));
    let ideal = 0;
    for (let at = 0; at < Math.min(relevant.size, DEPTH); at++) ideal += discount(at);
    return gain / ideal;
  },
  recall1: (best, relevant) => recall(best, relevant, 1),
  recall5: (best, relevant) => recall(best, relevant, 5),
  recall10: (best, relevant) => recall(best, relevant, 10),
  mrr10: (best, relevant) => {
    const at = best.findIndex((document) => relevant.has(document));
    return at === -1 ? 0 : 1 / (at + 1);
  },
} as const satisfies Partial<Record<MetricName, (best: readonly number[], relevant: ReadonlySet<number>) => number>>;

export type RetrievalMetric = keyof typeof RETRIEVAL;

const discount = (at: number): number => 1 / Math.log2(at + 2);

function recall(best: readonly number[], relevant: ReadonlySet<number>, k: number): number {
  return best.slice(0, k).filter((document) => relevant.has(document)).length / relevant.size;
}
