import { useEffect } from 'react';
import { Overlays } from './actions/overlays';
import { AnalysisPlace } from './analysis/analysis-place';
import { UnfinishedNotice } from './analysis/unfinished-notice';
import { DataPlace } from './data/data-place';
import { UnfinishedRecoveryNotice } from './evidence/unfinished-recovery-notice';
import { DropSummary } from './files/drop-summary';
import { WindowDrop } from './files/window-drop';
import { Header } from './frame/header';
import { IsolationNotice } from './frame/isolation-notice';
import { MeterBar } from './meter/meter-bar';
import { PrunePlace } from './prune/prune-place';
import { openStudio } from './stores/open-studio';

export function App() {
  useEffect(openStudio, []);
  return (
    <>
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
    </>
  );
}
