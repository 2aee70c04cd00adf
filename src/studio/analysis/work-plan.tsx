import { type Step, gradientsOf, isFused, recordsOf, scheduleOf } from '../../core/analysis/schedule';
import { putAside } from '../../core/sample/put-aside';
import { formatCount } from '../format';
import { useAnalysis } from '../stores/analysis-store';
import { useData } from '../stores/data-store';
import { text } from '../text';
import { MemoryPlan } from './memory-plan';

/** What pressing Analyse will do under the settings of the moment. */
export function WorkPlan() {
  const settings = useAnalysis((state) => state.settings);
  const device = useAnalysis((state) => state.device);
  const general = useData((state) => state.general.summary?.records ?? null);
  const domain = useData((state) => state.domain.summary?.records ?? null);
  const { plan, phases } = text.analysis;
  if (general === null || domain === null) return <p className="empty">{plan.none}</p>;
  const [generalUsed = 0, domainUsed = 0] = [general, domain].map((records) =>
    Math.min(records - putAside(records, settings.holdOut), settings.maxSamples),
  );
  const schedule = scheduleOf(generalUsed, domainUsed, settings);
  const rows = schedule.phases.map(({ phase, steps }) => {
    const most = (of: (step: Step) => number): number => steps.reduce((largest, step) => Math.max(largest, of(step)), 0);
    const [ofGeneral, ofDomain] = [most((step) => step.general?.length ?? 0), most((step) => step.domain?.length ?? 0)];
    const gradients = steps.reduce((sum, step) => sum + gradientsOf(step), 0);
    return {
      phase: phases[phase],
      records: steps.reduce((sum, step) => sum + recordsOf(step), 0),
      steps: gradients,
      each: ofGeneral > 0 && ofDomain > 0 ? plan.both(ofGeneral, ofDomain) : plan.upTo(Math.max(ofGeneral, ofDomain)),
    };
  });
  const apart = scheduleOf(generalUsed, domainUsed, { ...settings, separatePasses: true });
  const sum = (key: 'records' | 'steps'): string => formatCount(rows.reduce((total, row) => total + row[key], 0));
  return (
    <>
      <div className="table-frame" tabIndex={0} role="region" aria-label={plan.title}>
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
      <p className="note">{isFused(schedule) ? plan.shared(formatCount(apart.gradients - schedule.gradients)) : plan.apart}</p>
      <MemoryPlan settings={settings} device={device} />
    </>
  );
}
