import { ModelPanel } from '../model/model-panel';
import { Section } from '../ui/section';
import { DataPanel } from './data-panel';
import { Undecided } from './undecided';

export function DataSection() {
  return (
    <Section
      id="data"
      step={1}
      title="Data & model"
      lead="An embedding model, everyday records and records of your field. Files stay in this tab: nothing is uploaded."
    >
      <Undecided />
      <div className="columns data-columns">
        <ModelPanel />
        <DataPanel role="general" />
        <DataPanel role="domain" />
      </div>
    </Section>
  );
}
