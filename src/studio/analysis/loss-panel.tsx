import { lazy, Suspense, useDeferredValue } from 'react';
import { useAnalysis } from '../stores/analysis-store';
import { text } from '../text';
import { Panel } from '../ui/panel';

/** The chart library is a third of the page's code, and nobody sees a chart before an analysis. */
const LossChart = lazy(() => import('./loss-chart'));

export function LossPanel() {
  // A chart that is drawn late must not make anything else late.
  const losses = useDeferredValue(useAnalysis((state) => state.losses));
  return (
    <Panel title={text.analysis.losses.title} className="loss-panel">
      {losses.length > 1 ? (
        <Suspense fallback={null}>
          <LossChart losses={losses} />
        </Suspense>
      ) : (
        <p className="empty">{text.analysis.losses.waiting}</p>
      )}
    </Panel>
  );
}
