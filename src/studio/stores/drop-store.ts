import { create } from 'zustand';
import type { DataRole, NamedFile } from '../../core/engine/types';
import { classify } from '../files/classify';
import { useData } from './data-store';
import { useModel } from './model-store';

interface DropState {
  /** Data files dropped on the window whose name does not say which set they are. */
  readonly undecided: readonly NamedFile[];
  /** Names of dropped files that are of no use here. */
  readonly unknown: readonly string[];
  readonly take: (files: readonly NamedFile[]) => Promise<void>;
  readonly decide: (file: NamedFile, role: DataRole) => Promise<void>;
  readonly dismiss: () => void;
}

export const useDrop = create<DropState>()((set) => ({
  undecided: [],
  unknown: [],
  take: async (files) => {
    const { model, data, undecided, unknown } = classify(files);
    set({ undecided, unknown: unknown.map(({ name }) => name) });
    await Promise.all([
      ...(model.length > 0 ? [useModel.getState().open(model)] : []),
      ...data.map(({ role, file }) => useData.getState().open(role, file)),
    ]);
  },
  decide: async (file, role) => {
    set((state) => ({ undecided: state.undecided.filter((other) => other !== file) }));
    await useData.getState().open(role, file);
  },
  dismiss: () => set({ undecided: [], unknown: [] }),
}));
