import type { HeldOutSet } from './held-out';
import { type Measurement, similarityTo } from './measure';
import { METRIC_NAMES, type MetricName } from './metrics';
import { type Comparison, type Estimate, bootstrap, compare } from './statistics';

/** The quality of one model on one held-out set. Metrics that the set cannot measure are missing. */
export interface QualityReport {
  readonly set: string;
  readonly queries: number;
  /** Documents that each query is looked up among. */
  readonly corpus: number;
  readonly metrics: Readonly<Partial<Record<MetricName, Estimate>>>;
}

/** A changed model beside the dense one, on the same queries. */
export interface ComparisonReport {
  readonly dense: QualityReport;
  readonly changed: QualityReport;
  /** Changed minus dense. */
  readonly differences: Readonly<Partial<Record<MetricName, Comparison>>>;
  /** Mean cosine of each text's embedding to the dense model's; null when the two models' embeddings have different widths. */
  readonly similarity: number | null;
}

export function reportOn(set: HeldOutSet, { values }: Measurement): QualityReport {
  return {
    set: set.name,
    queries: set.queries.length,
    corpus: set.corpusSize,
    metrics: each((name) => bootstrap(values[name]), values),
  };
}

export function compareReports(set: HeldOutSet, dense: Measurement, changed: Measurement): ComparisonReport {
  return {
    dense: reportOn(set, dense),
    changed: reportOn(set, changed),
    differences: each((name) => compare(dense.values[name], changed.values[name]), dense.values),
    similarity: dense.queries.width === changed.queries.width ? similarityTo(dense, changed) : null,
  };
}

function each<T>(of: (name: MetricName) => T, values: Measurement['values']): Partial<Record<MetricName, T>> {
  return Object.fromEntries(METRIC_NAMES.filter((name) => values[name].length > 0).map((name) => [name, of(name)]));
}
