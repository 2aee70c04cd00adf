import type { Action } from '../actions/action';
import { isRunning, useAnalysis } from '../stores/analysis-store';
import { isBusy } from '../stores/busy';
import { text } from '../text';
import { useView } from '../url-state/view-store';
import { obstacle } from './readiness';

/** Running an analysis. */
export const analysisActions: readonly Action[] = [
  {
    id: 'analysis.start',
    name: text.actions.analyse,
    shortcut: { key: 'Enter', withControl: true },
    isAvailable: () => !isBusy() && obstacle() === null,
    perform: () => {
      useView.getState().go('analysis');
      void useAnalysis.getState().start();
    },
  },
  {
    id: 'analysis.pause',
    name: text.actions.pause,
    shortcut: { key: 'p' },
    isAvailable: () => ['running', 'paused'].includes(useAnalysis.getState().status),
    perform: () => {
      const { status, setPaused } = useAnalysis.getState();
      void setPaused(status === 'running');
    },
  },
  {
    id: 'analysis.cancel',
    name: text.actions.cancel,
    isAvailable: () => isRunning(useAnalysis.getState().status),
    perform: () => void useAnalysis.getState().cancel(),
  },
];
