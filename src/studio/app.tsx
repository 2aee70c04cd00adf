import { useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Overlays } from './actions/overlays';
import { AnalysisPlace } from './analysis/analysis-place';
import { UnfinishedNotice } from './analysis/unfinished-notice';
import { DataPlace } from './data/data-place';
import { UnfinishedRecoveryNotice } from './evidence/unfinished-recovery-notice';
import { DropSummary } from './files/drop-summary';
import { WindowDrop } from './files/window-drop';
import { locale } from './format';
import { Header } from './frame/header';
import { IsolationNotice } from './frame/isolation-notice';
import { MeterBar } from './meter/meter-bar';
import { PrunePlace } from './prune/prune-place';
import { openStudio } from './stores/open-studio';

export function App() {
  useEffect(openStudio, []);
  return (
    <I18nProvider locale={locale}>
      <Header />
      <main id="main" tabIndex={-1}>
        <IsolationNotice />
        <UnfinishedNotice />
        <UnfinishedRecoveryNotice />
        <DataPlace />
        <AnalysisPlace />
        <PrunePlace />
      </main>
      <MeterBar />
      <DropSummary />
      <WindowDrop />
      <Overlays />
    </I18nProvider>
  );
}
