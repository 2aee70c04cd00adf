import { create } from 'zustand';
import type { NamedFile } from '../../core/engine/types';
import type { ErrorReport } from '../../core/errors';
import { classify, type FileRole, type Taken } from '../files/classify';
import { peekInto } from '../files/peek';
import { openRun } from '../sessions/open-run';
import { useData } from './data-store';
import { useModel } from './model-store';

/** `waiting`: for a person to say what it is. */
export type TakenState = 'waiting' | 'opening' | 'opened' | 'failed';

export interface DroppedItem extends Taken {
  readonly id: number;
  readonly state: TakenState;
  readonly problem: ErrorReport | null;
}

interface DropState {
  /** What the last drop held, and what became of it. */
  readonly items: readonly DroppedItem[];
  readonly take: (files: readonly NamedFile[]) => Promise<void>;
  /** Open an item as something else than it was taken for. */
  readonly assign: (id: number, role: FileRole) => Promise<void>;
  readonly dismiss: () => void;
}

/** Opens files in their place. @returns what went wrong, or null */
async function openAs(role: FileRole, files: readonly NamedFile[]): Promise<ErrorReport | null> {
  if (role === 'run') return openRun(files);
  if (role === 'model') {
    await useModel.getState().open(files);
    return useModel.getState().problem;
  }
  const [file] = files;
  if (file !== undefined) await useData.getState().open(role, file);
  return useData.getState()[role].problem;
}

/** A run belongs to the model that is open, and a new model or set puts it out of date. */
const inTurn: readonly (readonly FileRole[])[] = [['model', 'general', 'domain'], ['run']];

export const useDrop = create<DropState>()((set, get) => {
  let nextId = 0;
  const change = (id: number, part: Partial<DroppedItem>): void =>
    set(({ items }) => ({ items: items.map((item) => (item.id === id ? { ...item, ...part } : item)) }));

  async function open({ id, files }: DroppedItem, role: FileRole): Promise<void> {
    change(id, { role, state: 'opening', problem: null });
    const problem = await openAs(role, files);
    change(id, { state: problem === null ? 'opened' : 'failed', problem });
  }

  return {
    items: [],
    take: async (files) => {
      const taken = classify(files, await peekInto(files));
      const items = taken.map((entry): DroppedItem => ({ ...entry, id: nextId++, state: 'waiting', problem: null }));
      set({ items });
      for (const roles of inTurn) {
        await Promise.all(items.flatMap((item) => (item.role !== null && roles.includes(item.role) ? [open(item, item.role)] : [])));
      }
    },
    assign: async (id, role) => {
      const item = get().items.find((other) => other.id === id);
      if (item !== undefined) await open(item, role);
    },
    dismiss: () => set({ items: [] }),
  };
});
