import { Place } from '../frame/place';
import { ModelPanel } from '../model/model-panel';
import { DataPanel } from './data-panel';
import { ExampleBanner } from './example-banner';

export function DataPlace() {
  return (
    <Place id="data">
      <ExampleBanner />
      <div className="columns data-columns">
        <ModelPanel />
        <DataPanel role="general" />
        <DataPanel role="domain" />
      </div>
    </Place>
  );
}
