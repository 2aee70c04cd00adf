import { Suspense, lazy, type ComponentType } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { AnalysisSummary, ModelSummary } from '../../../core/engine/types';
import { CompareTab } from '../../compare/compare-tab';
import { ExportPanel } from '../../export/export-panel';
import { QualityTab } from '../../quality/quality-tab';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';
import { Progress } from '../../ui/progress';
import { useView } from '../../url-state/view-store';
import { HeatmapPanel } from '../heatmap/heatmap-panel';
import { tabIds, type TabId } from './tab-ids';

interface TabContent {
  readonly model: ModelSummary;
  readonly analysis: AnalysisSummary;
}

/** Recharts is large, and not everyone looks at charts. */
const Charts = lazy(() => import('../../charts/charts-tab'));

/** What each tab shows. A room adds a line here, one in `tab-ids.ts` and one in `text/prune.ts`. */
const contents: Readonly<Record<TabId, ComponentType<TabContent>>> = {
  heatmap: HeatmapTab,
  charts: ChartsTab,
  compare: CompareTab,
  quality: QualityTab,
  export: ExportPanel,
};

/** Everything about the pruned model but its settings; which tab is open lies in the address. */
export function PruneTabs({ model, analysis }: TabContent) {
  const { view, change } = useView();
  return (
    <Tabs
      className="prune-tabs"
      selectedKey={view.tab}
      onSelectionChange={(key) => {
        const tab = tabIds.find((id) => id === key);
        if (tab !== undefined) change({ tab });
      }}
    >
      <TabList className="tab-list" aria-label={text.prune.tabsLabel}>
        {tabIds.map((id) => (
          <Tab key={id} id={id} className="tab">
            {text.prune.tabs[id]}
          </Tab>
        ))}
      </TabList>
      {tabIds.map((id) => {
        const Content = contents[id];
        return (
          <TabPanel key={id} id={id} className="tab-panel">
            <Content model={model} analysis={analysis} />
          </TabPanel>
        );
      })}
    </Tabs>
  );
}

function HeatmapTab({ model, analysis }: TabContent) {
  const plan = usePrune((state) => state.plan);
  return <HeatmapPanel model={model} analysis={analysis} plan={plan} />;
}

function ChartsTab(content: TabContent) {
  return (
    <Suspense fallback={<Progress label={text.charts.loading} share={null} />}>
      <Charts {...content} />
    </Suspense>
  );
}
