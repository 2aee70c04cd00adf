import type { Action } from '../../actions/action';
import { isBusy } from '../../stores/busy';
import { builtInPresets, withPreset, type BuiltInPreset } from '../../stores/built-in-presets';
import { usePrune } from '../../stores/prune-store';
import { text } from '../../text';

/** What can be done to the settings of a plan by name or by key. */
export const tuningActions: readonly Action[] = [
  {
    id: 'tuning.undo',
    name: text.tuning.undoSettings,
    shortcut: { key: 'z', withControl: true },
    isAvailable: () => !isBusy() && usePrune.getState().history.past.length > 0,
    perform: () => usePrune.getState().undo(),
  },
  {
    id: 'tuning.redo',
    name: text.tuning.redoSettings,
    shortcut: { key: 'z', withControl: true, withShift: true },
    isAvailable: () => !isBusy() && usePrune.getState().history.future.length > 0,
    perform: () => usePrune.getState().redo(),
  },
  ...(Object.keys(builtInPresets) as BuiltInPreset[]).map((preset) => ({
    id: `tuning.preset.${preset}`,
    name: text.tuning.presets.use(text.tuning.presets.names[preset].label),
    isAvailable: () => !isBusy() && usePrune.getState().plan !== null,
    perform: () => {
      const { apply, scoring, mask } = usePrune.getState();
      apply(withPreset(preset, { scoring, mask }));
    },
  })),
];
