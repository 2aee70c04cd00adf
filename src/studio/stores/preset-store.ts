import { z } from 'zod';
import { create } from 'zustand';
import type { PruneSettings } from '../../core/engine/tuning-types';
import { maskSettings, scoringSettings } from '../../core/gaprune/settings';

const KEY = 'gaprune.presets';

const presetSchema = z.object({ name: z.string().min(1).max(60), scoring: scoringSettings, mask: maskSettings });

/** Settings under a name of one's own. */
export type Preset = z.infer<typeof presetSchema>;

interface PresetState {
  readonly presets: readonly Preset[];
  /** Keep settings under a name; one of the same name is replaced. */
  readonly save: (name: string, settings: PruneSettings) => void;
  readonly remove: (name: string) => void;
}

/** Presets of one's own, kept in the browser. */
export const usePresets = create<PresetState>()((set, get) => {
  const keep = (presets: readonly Preset[]): void => {
    set({ presets });
    writeStored(JSON.stringify(presets));
  };
  return {
    presets: readPresets(readStored()),
    save: (name, { scoring, mask }) => {
      const others = get().presets.filter((preset) => preset.name !== name);
      keep([...others, { name, scoring, mask }].sort((a, b) => a.name.localeCompare(b.name)));
    },
    remove: (name) => keep(get().presets.filter((preset) => preset.name !== name)),
  };
});

/** The presets of a stored text; entries that are not what they should be are left out. */
export function readPresets(stored: string | null): Preset[] {
  let list: unknown;
  try {
    list = JSON.parse(stored ?? '[]');
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    const parsed = presetSchema.safeParse(entry);
    return parsed.success ? [parsed.data] : [];
  });
}

/** A browser may keep nothing, as in a private window: then presets last as long as the page. */
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function writeStored(text: string): void {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    return;
  }
}
