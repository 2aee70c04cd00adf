import { useEffect } from 'react';
import { AnalysisSection } from './analysis/analysis-section';
import { DataSection } from './data/data-section';
import { WindowDrop } from './files/window-drop';
import { Header } from './header';
import { PruneSection } from './prune/prune-section';
import { openStudio } from './stores/open-studio';

export function App() {
  useEffect(openStudio, []);
  return (
    <>
      <Header />
      <main id="main">
        <DataSection />
        <AnalysisSection />
        <PruneSection />
      </main>
      <WindowDrop />
    </>
  );
}
