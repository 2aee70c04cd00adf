import { create } from 'zustand';
import type { NamedFile, OpenedSession, SessionList } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { download } from '../download';
import { asReport, engine } from '../engine';
import { useAnalysis } from './analysis-store';
import { useData } from './data-store';
import { findingsNow, useEvidence } from './evidence-store';
import { useModel } from './model-store';
import { usePrune } from './prune-store';
import { stopOpening } from './stop-opening';
import { useQuality } from './quality-store';
import { defaultName } from '../sessions/default-name';

interface SessionState {
  /** Null until it has been read. */
  readonly list: SessionList | null;
  /** The session of the analysis on the page; null when it is not kept. */
  readonly current: string | null;
  /** The session that is being worked on, and at what. */
  readonly busy: { readonly id: string | null; readonly work: 'saving' | 'opening' | 'packing' | 'importing' | 'deleting' } | null;
  readonly problem: ErrorReport | null;
  readonly refresh: () => Promise<void>;
  /** Keep the analysis that has just finished. */
  readonly keep: () => Promise<void>;
  /** Write the settings of scoring and mask, and what was measured, into the current session. */
  readonly keepSettings: () => Promise<void>;
  readonly open: (id: string) => Promise<boolean>;
  readonly copySettings: (id: string) => Promise<void>;
  readonly rename: (id: string, name: string) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
  readonly save: (id: string) => Promise<void>;
  readonly add: (file: NamedFile) => Promise<string | null>;
  /** The analysis on the page is another one now. */
  readonly leave: () => void;
  readonly fail: (problem: ErrorReport) => void;
  readonly dismissProblem: () => void;
}

export const useSessions = create<SessionState>()((set, get) => {
  async function refresh(): Promise<void> {
    try {
      set({ list: await engine().listSessions() });
    } catch (error) {
      set({ problem: asReport(error) });
    }
  }

  /** Do one thing at a time, and read the list again after it. */
  async function work<T>(busy: NonNullable<SessionState['busy']>, task: () => Promise<T>): Promise<T | null> {
    if (get().busy !== null) return null;
    set({ busy, problem: null });
    try {
      return await task();
    } catch (error) {
      set({ problem: asReport(error) });
      return null;
    } finally {
      set({ busy: null });
      await refresh();
    }
  }

  function show(opened: OpenedSession): void {
    useModel.getState().show(opened.model);
    if (opened.general !== null) useData.getState().show('general', opened.general);
    if (opened.domain !== null) useData.getState().show('domain', opened.domain);
    usePrune.setState({ scoring: opened.scoring, mask: opened.mask });
    useAnalysis.getState().show(opened);
    if (opened.findings !== null) {
      useEvidence.getState().restore(opened.findings);
      // The figures belong to held-out records: those that come by themselves are opened again.
      void useQuality.getState().openSets();
    }
  }

  return {
    list: null,
    current: null,
    busy: null,
    problem: null,
    refresh,
    keep: async () => {
      const { scoring, mask } = usePrune.getState();
      const name = defaultName(useModel.getState().summary, useData.getState().domain.summary);
      await work({ id: null, work: 'saving' }, async () => {
        // Without it the browser may clear what it keeps for pages when the disk is full.
        await navigator.storage.persist();
        const { id } = await engine().saveSession(name, scoring, mask);
        set({ current: id });
      });
      // What was changed while the run was being written.
      const now = usePrune.getState();
      if (now.scoring !== scoring || now.mask !== mask || findingsNow() !== null) await get().keepSettings();
    },
    keepSettings: async () => {
      const { current } = get();
      const { scoring, mask } = usePrune.getState();
      if (current === null) return;
      try {
        const findings = findingsNow();
        await engine().changeSession(current, { scoring, mask, ...(findings === null ? {} : { findings }) });
      } catch (error) {
        set({ problem: asReport(error) });
      }
    },
    open: async (id) => {
      const opened = await work({ id, work: 'opening' }, async () => {
        stopOpening();
        show(await engine().openSession(id));
        set({ current: id });
        return true;
      });
      return opened === true;
    },
    copySettings: async (id) => {
      await work({ id, work: 'opening' }, async () => {
        const { settings, scoring, mask } = await engine().sessionSettings(id);
        useAnalysis.getState().change(settings);
        usePrune.setState({ scoring, mask });
      });
    },
    rename: async (id, name) => {
      await work({ id, work: 'saving' }, () => engine().changeSession(id, { name }));
    },
    remove: async (id) => {
      await work({ id, work: 'deleting' }, () => engine().deleteSession(id));
      if (get().current === id) set({ current: null });
    },
    save: async (id) => {
      const file = await work({ id, work: 'packing' }, () => engine().exportSession(id));
      if (file !== null) download(file);
    },
    add: async (file) => (await work({ id: null, work: 'importing' }, () => engine().importSession(file)))?.id ?? null,
    leave: () => set({ current: null }),
    fail: (problem) => set({ problem }),
    dismissProblem: () => set({ problem: null }),
  };
});
