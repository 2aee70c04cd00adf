import { Button } from 'react-aria-components';
import { useObstacle } from '../analysis/readiness';
import { runExample } from '../run-example';
import { useAnalysis } from '../stores/analysis-store';
import { useData } from '../stores/data-store';
import { useModel } from '../stores/model-store';
import { text } from '../text';

/** The first thing to press: everything at once, with what is open by itself. */
export function ExampleBanner() {
  const model = useModel(({ isBuiltIn }) => isBuiltIn);
  const data = useData(({ general, domain }) => general.isBuiltIn && domain.isBuiltIn);
  const untouched = useAnalysis(({ status }) => status === 'idle');
  const obstacle = useObstacle();
  if (!model || !data || !untouched) return null;
  const { label, title, lead, start, time } = text.frame.example;
  return (
    <section className="example" aria-label={label}>
      <div>
        <p>
          <strong>{title}</strong>
        </p>
        <p>{lead}</p>
      </div>
      <div className="example-start">
        <Button className="button primary large" isDisabled={obstacle !== null} onPress={() => void runExample()}>
          {start}
        </Button>
        <small>{time}</small>
      </div>
    </section>
  );
}
