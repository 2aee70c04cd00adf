import { create } from 'zustand';
import type { HubFound } from '../../core/engine/hub-types';
import type { ErrorReport } from '../../core/errors';
import { type Bytes, bytes } from '../../core/units';
import { asReport, engine } from '../engine';
import { useModel } from './model-store';

interface HubState {
  readonly isOpen: boolean;
  readonly status: 'idle' | 'looking' | 'fetching';
  readonly found: HubFound | null;
  /** Bytes of the model that are there while it is fetched. */
  readonly fetched: Bytes;
  /** Bytes of models that the browser keeps. */
  readonly kept: Bytes;
  readonly problem: ErrorReport | null;
  readonly show: (isOpen: boolean) => void;
  readonly look: (reference: string, token: string | null) => Promise<void>;
  /** Fetch one of the files that were found, and open it. */
  readonly fetch: (path: string, token: string | null) => Promise<void>;
  readonly cancel: () => void;
  readonly removeKept: () => Promise<void>;
  readonly dismissProblem: () => void;
}

/** A model of the hub: nothing is asked of it before the person does. */
export const useHub = create<HubState>()((set) => {
  async function attempt(status: 'looking' | 'fetching', work: () => Promise<void>): Promise<void> {
    set({ status, problem: null });
    try {
      await work();
    } catch (error) {
      const problem = asReport(error);
      set({ problem: problem.code === 'CANCELLED' ? null : problem });
    }
    set({ status: 'idle', kept: await engine().hubBytes() });
  }

  return {
    isOpen: false,
    status: 'idle',
    found: null,
    fetched: bytes(0),
    kept: bytes(0),
    problem: null,
    show: (isOpen) => {
      set({ isOpen });
      if (isOpen) void attempt('looking', () => Promise.resolve());
    },
    look: (reference, token) =>
      attempt('looking', async () => {
        set({ found: null });
        set({ found: await engine().findOnHub(reference, token) });
      }),
    fetch: (path, token) =>
      attempt('fetching', async () => {
        set({ fetched: bytes(0) });
        const files = await engine().fetchFromHub(path, token, (fetched) => set({ fetched }));
        set({ isOpen: false });
        await useModel.getState().open(files);
      }),
    cancel: () => void engine().cancelHub(),
    removeKept: () => attempt('looking', () => engine().removeHubFiles()),
    dismissProblem: () => set({ problem: null }),
  };
});
