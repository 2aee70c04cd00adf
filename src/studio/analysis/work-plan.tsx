import { alignmentPairs, fisherBatches } from '../../core/data/loaders';
import { formatCount } from '../format';
import { useAnalysis } from '../stores/analysis-store';
import { useData } from '../stores/data-store';
import { text } from '../text';

/** What pressing Analyse will do under the settings of the moment. */
export function WorkPlan() {
  const settings = useAnalysis((state) => state.settings);
  const general = useData((state) => state.general.summary?.records ?? null);
  const domain = useData((state) => state.domain.summary?.records ?? null);
  const { plan, phases } = text.analysis;
  if (general === null || domain === null) return <p className="empty">{plan.none}</p>;
  const [generalUsed, domainUsed] = [general, domain].map((records) => Math.min(records, settings.maxSamples));
  const fisher = (records = 0) => {
    const batches = fisherBatches(records, settings);
    return { records, steps: batches.length, each: plan.upTo(Math.max(0, ...batches.map(({ start, end }) => end - start))) };
  };
  const pairs = alignmentPairs(generalUsed ?? 0, domainUsed ?? 0, settings);
  const [pair] = pairs;
  const rows = [
    { phase: phases['fisher-general'], ...fisher(generalUsed) },
    { phase: phases['fisher-domain'], ...fisher(domainUsed) },
    {
      phase: phases.alignment,
      records: pairs.length * settings.batchSize,
      steps: 2 * pairs.length,
      each: pair === undefined ? text.common.unknown : plan.both(pair.general.length, pair.domain.length),
    },
  ];
  const sum = (key: 'records' | 'steps'): string => formatCount(rows.reduce((total, row) => total + row[key], 0));
  return (
    <div className="table-frame">
      <table className="table" aria-label={plan.title}>
        <thead>
          <tr>
            <th scope="col">{plan.columns.phase}</th>
            <th scope="col" className="numeric">
              {plan.columns.records}
            </th>
            <th scope="col" className="numeric">
              {plan.columns.steps}
            </th>
            <th scope="col" className="numeric">
              {plan.columns.each}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ phase, records, steps, each }) => (
            <tr key={phase}>
              <th scope="row">{phase}</th>
              <td className="numeric">{formatCount(records)}</td>
              <td className="numeric">{formatCount(steps)}</td>
              <td className="numeric">{each}</td>
            </tr>
          ))}
          <tr className="total">
            <th scope="row">{plan.total}</th>
            <td className="numeric">{sum('records')}</td>
            <td className="numeric">{sum('steps')}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
